"""The files of a migrations folder.

`20261122143015_add_user_bio.up.sql` and `….down.sql` are two directions of one migration, whose
version is the digits; `20261122143015_add_user_bio.py` may stand for both, with functions `up` and
`down`. A repeatable file, `R__views.sql`, runs after all others whenever it has changed, or a
migration says that it has to run again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from confiture.ddl.files import SqlFile, discover
from confiture.errors import Diagnostic, RecipeError
from confiture.text import Span

_NAME = re.compile(r"(?P<version>\d+)_(?P<name>[A-Za-z0-9_-]+)\.(?P<part>up\.sql|down\.sql|py)")
_SQUASHES = re.compile(r"^-- confiture: squashes (?P<list>(?:\d+=[0-9a-f]{64} ?)+)$", re.M)
_REPEATABLE = re.compile(r"R__(?P<name>[A-Za-z0-9_-]+)\.sql")
_AGAIN = re.compile(r"^-- confiture: repeatable files run again$", re.M)
AGAIN = "-- confiture: repeatable files run again\n"
"""Stands in a migration that drops what repeatable files make."""
_NAMES = "20261122143015_add_user_bio.up.sql, ….down.sql or ….py, or R__views.sql"


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One version, with the files that there are. A repeatable one has the version `R__name`, and
    no way down."""

    version: str
    name: str
    up: SqlFile | None = None
    down: SqlFile | None = None
    python: SqlFile | None = None

    @property
    def is_repeatable(self) -> bool:
        return self.version.startswith("R__")

    @property
    def title(self) -> str:
        return self.version if self.is_repeatable else f"{self.version}_{self.name}"

    @property
    def checksum(self) -> str:
        """SHA-256 of what leads up."""
        digest = hashlib.sha256()
        for file in (self.up, self.python):
            digest.update((file.sha256 if file else "-").encode())
        return digest.hexdigest()

    @property
    def squashes(self) -> Mapping[str, str]:
        """The checksums of the migrations that it stands for, by version."""
        found = _SQUASHES.search(self.up.text) if self.up is not None else None
        pairs = (word.partition("=")[::2] for word in found["list"].split()) if found else ()
        return dict(pairs)

    def calls_again(self, *, down: bool) -> bool:
        """Whether all repeatable files have to run after it, though they have not changed."""
        file = self.down if down else self.up
        return file is not None and _AGAIN.search(file.text) is not None

    def is_same(self, version: str, checksum: str) -> bool:
        """Whether what a ledger tells of is this migration, or one that it stands for."""
        return (version, checksum) == (self.version, self.checksum) or (
            self.squashes.get(version) == checksum
        )

    @property
    def is_reversible(self) -> bool:
        return self.down is not None or (
            self.python is not None
            and re.search(r"^def down\b", self.python.text, re.M) is not None
        )

    @property
    def order(self) -> tuple[bool, int, str]:
        number = 0 if self.is_repeatable else int(self.version)
        return (self.is_repeatable, number, self.version)


def migrations(folders: Sequence[Path], *, project_root: Path) -> tuple[Migration, ...]:
    """The migrations of folders, in the order in which they run; a folder need not exist.

    Raises RecipeError with everything that is wrong: names that are none, versions that two
    migrations have, ways down without a way up.
    """
    there = [folder for folder in folders if folder.is_dir()]
    try:
        files = discover(there, project_root=project_root, include=["*.sql", "*.py"])
    except RecipeError as error:
        if error.diagnostics[0].code == "no-files":
            return ()
        raise
    found: dict[str, dict[str, SqlFile]] = {}
    names: dict[str, tuple[str, str]] = {}
    faults: list[Diagnostic] = []
    for file in files:
        parsed = _parsed(file.path.name)
        if parsed is None:
            faults.append(_fault("bad-migration-name", f"{file.name} is no migration's", file))
            continue
        version, name, part = parsed
        known = names.setdefault(_number(version), (version, name))
        if known != (version, name) or part in found.get(version, {}):
            message = f"{file.name} has the version of {known[0]}_{known[1]}"
            faults.append(_fault("duplicate-version", message, file))
            continue
        found.setdefault(version, {})[part] = file
    for parts in found.values():
        if "up" not in parts and "python" not in parts:
            message = f"{parts['down'].name} has no way up beside it"
            faults.append(_fault("no-way-up", message, parts["down"]))
    if faults:
        raise RecipeError(*faults)
    made = (Migration(version=v, name=names[_number(v)][1], **p) for v, p in found.items())
    return tuple(sorted(made, key=lambda one: one.order))


def _parsed(name: str) -> tuple[str, str, str] | None:
    """The version, name and part that a file's name says."""
    repeatable = _REPEATABLE.fullmatch(name)
    if repeatable is not None:
        return (f"R__{repeatable['name']}", repeatable["name"], "up")
    numbered = _NAME.fullmatch(name)
    if numbered is None:
        return None
    parts = {"up.sql": "up", "down.sql": "down", "py": "python"}
    return (numbered["version"], numbered["name"], parts[numbered["part"]])


def _number(version: str) -> str:
    """Equal for versions that are the same number."""
    return version if version.startswith("R__") else str(int(version))


def _fault(code: str, message: str, file: SqlFile) -> Diagnostic:
    hint = f"call it as in {_NAMES}" if code == "bad-migration-name" else None
    return Diagnostic(code, message, span=Span(file.source, 0, 0), hint=hint)


def squash_line(known: Iterable[Migration]) -> str:
    """The comment that says which migrations a file stands for."""
    pairs = {one.version: one.checksum for one in known}
    for one in known:
        pairs |= one.squashes
    return "-- confiture: squashes " + " ".join(f"{v}={c}" for v, c in pairs.items()) + "\n"


def find(known: Iterable[Migration], version: str) -> Migration | None:
    """The migration of a version, given as a number, the first digits of one, or with its name."""
    known = tuple(known)
    number = _number(version) if version.isdecimal() else version
    exact = [one for one in known if version == one.title or number == _number(one.version)]
    begun = [one for one in known if version and one.version.startswith(version)]
    found = exact or begun
    return found[0] if len(found) == 1 else None
