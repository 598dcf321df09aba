"""The files of a schema: which, in which order, and what is in them.

Order. A directory's entries, files and directories alike, are compared by the bytes of their
names, so that case counts and a directory's files come where its name does: `10_a.sql`,
`10_tables/…`, `2_b.sql`, `B.sql`, `a.sql`. Under "hexadecimal", names that begin with `0x`,
hexadecimal digits and `_` come first, by their number: `0x09_`, `0x0A_`, `0x14_`, `0x100_`; all
others follow as before. A file `.order` in a directory goes before either: one entry's name a
line, `#` begins a comment; entries that it does not name follow in the general order.

Roots are read in the order given, and a file that was met stays where it was met first. Hidden
entries (`.name`) are not read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from confiture.ddl.glob import Glob
from confiture.ddl.order import ORDER_FILE, alphabetical, hexadecimal, listed_first
from confiture.errors import Diagnostic, RecipeError
from confiture.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ORDERS = {"alphabetical": alphabetical, "hexadecimal": hexadecimal}

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 16
MAX_FILES = 10_000


@dataclass(frozen=True)
class SqlFile:
    """A file as it was read. `name` is its path from the project's root, for users to see.

    `sha256` is of the bytes on disk; `text` is without a byte order mark.
    """

    path: Path
    name: str
    text: str = field(repr=False)
    sha256: str

    @property
    def is_csv(self) -> bool:
        return self.path.suffix.lower() == ".csv"

    @classmethod
    def read(cls, path: Path, *, project_root: Path) -> SqlFile:
        """The file at a path, whatever its name; raises RecipeError as `discover` does."""
        (file,) = discover([path], project_root=project_root, include=())
        return file

    @cached_property
    def source(self) -> Source:
        return Source(self.name, self.text)


def discover(
    roots: Sequence[Path],
    *,
    project_root: Path,
    include: Sequence[str],
    exclude: Sequence[str] = (),
    order: str = "alphabetical",
) -> tuple[SqlFile, ...]:
    """Read the files beneath the roots whose paths from there fit `include` and not `exclude`.

    A root may also be a file, which is then taken whatever its name. Raises RecipeError with
    everything that is wrong: roots that do not exist, links that lead out of the project, files
    that cannot be read, wrong `.order` files; also where nothing is found.
    """
    search = _Search(project_root.resolve(), Glob(include), Glob(exclude), order)
    for root in roots:
        search.under(root)
    files = [file for path in search.found if (file := search.read(path)) is not None]
    if search.faults:
        raise RecipeError(*search.faults)
    if not files:
        raise RecipeError(_nothing(roots, include))
    return tuple(files)


def schema_hash(files: Iterable[SqlFile]) -> str:
    """SHA-256 over names, contents and order: two equal ones build the same schema."""
    digest = hashlib.sha256(b"confiture schema 1\n")
    for file in files:
        # A name holds no line break, as `discover` refuses that.
        digest.update(f"{file.sha256} {file.name}\n".encode())
    return digest.hexdigest()


class _Search:
    """The files met so far, and the faults. Paths are real but for links within the roots."""

    def __init__(self, project: Path, include: Glob, exclude: Glob, order: str) -> None:
        self.project = project
        self.include = include
        self.exclude = exclude
        self.sort = _ORDERS[order]
        self.found: list[Path] = []
        self.faults: list[Diagnostic] = []
        self._met: set[Path] = set()

    def under(self, root: Path) -> None:
        """Find a root's files, in order."""
        try:
            real = root.resolve(strict=True)
        except (OSError, RuntimeError):
            hint = "make it, or correct the path in the recipe"
            self._fault("no-such-directory", f"{self._name(root)} does not exist", hint)
            return
        if not real.is_relative_to(self.project):
            hint = "only files of the project are read: put it there"
            self._fault("outside-project", f"{root} is outside the project's directory", hint)
        elif real.is_dir():
            self._walk(real, (real,), root=real)
        else:
            self._take(real, real)

    def read(self, path: Path) -> SqlFile | None:
        """A file with its text, or None and a fault."""
        content = self._content(path)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # With a byte order mark, the codec counts from after it.
            at = error.start + (len(content) - len(error.object))
            line = content.count(b"\n", 0, at) + 1
            message = (
                f"{self._name(path)}:{line} is not UTF-8: byte 0x{content[at]:02X} at offset {at}"
            )
            self._fault("not-utf-8", message, "convert it, e.g. by iconv -f latin1 -t utf-8")
            return None
        if "\0" in text:
            message = f"{self._name(path)} holds a NUL byte at offset {content.index(0)}"
            self._fault("nul-byte", message, "PostgreSQL has no text with one: remove it")
            return None
        return SqlFile(path, self._name(path), text, hashlib.sha256(content).hexdigest())

    def _walk(self, directory: Path, real: tuple[Path, ...], *, root: Path) -> None:
        """Find files beneath a directory; `real` are the real paths of it and of those above."""
        if len(real) > MAX_DEPTH:
            message = f"{self._name(directory)} is more than {MAX_DEPTH} directories deep"
            self._fault("too-deep", message, "flatten it, or name it as a root of its own")
            return
        for name in self._entries(directory):
            path = directory / name
            relative = path.relative_to(root).as_posix()
            fits = self.include.fits(relative) and not self.exclude.fits(relative)
            target = self._target(path, real[0] / name, fits=fits)
            if target is None:
                continue
            if not target.is_dir():
                if fits:
                    self._take(path, target)
            elif target not in real:  # else a link to where we are
                self._walk(path, (target, *real), root=root)

    def _entries(self, directory: Path) -> list[str]:
        """A directory's names in order, and the faults of its `.order` file."""
        try:
            found = [path.name for path in directory.iterdir()]
        except OSError as error:
            message = f"cannot read {self._name(directory)}: {error.strerror}"
            self._fault("unreadable-file", message, None)
            return []
        names = self.sort(name for name in found if not name.startswith("."))
        listing = directory / ORDER_FILE
        if not listing.exists():
            return names
        file = self.read(listing)
        names, faults = listed_first(names, file.source) if file else (names, [])
        self.faults.extend(faults)
        return names

    def _target(self, path: Path, real: Path, *, fits: bool) -> Path | None:
        """The real path of an entry, or None and, where that loses files, a fault."""
        if not path.is_symlink():
            return real
        target = Path(os.path.realpath(path))
        if not target.exists():
            if fits:
                message = f"{self._name(path)} is a link to {target}, which does not exist"
                self._fault("dangling-link", message, "remove the link")
            return None
        if not target.is_relative_to(self.project):
            if fits or target.is_dir():
                message = f"{self._name(path)} is a link out of the project, to {target}"
                self._fault("outside-project", message, "put the files into the project")
            return None
        return target

    def _take(self, path: Path, target: Path) -> None:
        if target in self._met:
            return
        if len(self._met) == MAX_FILES:
            message = f"there are more than {MAX_FILES:,} files"
            hint = "name directories that hold the schema only"
            raise RecipeError(Diagnostic("too-many-files", message, hint=hint))
        self._met.add(target)
        self.found.append(path)
        name = self._name(path)
        if not name.isprintable():
            self._fault("file-name", f"{name!a} has a name that cannot be shown", "rename it")

    def _content(self, path: Path) -> bytes | None:
        """A file's bytes, or None and a fault. Never waits, as opening a pipe would."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    message, hint = f"{self._name(path)} is not a regular file", "exclude it"
                    self._fault("unreadable-file", message, hint)
                    return None
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"cannot read {self._name(path)}: {error.strerror}"
            self._fault("unreadable-file", message, None)
            return None
        if len(content) > MAX_BYTES:
            message = f"{self._name(path)} is larger than {MAX_BYTES // 1024**2} MiB"
            self._fault("too-large", message, "split it, or exclude it and load it by itself")
            return None
        return content

    def _name(self, path: Path) -> str:
        inside = path.is_relative_to(self.project)
        return path.relative_to(self.project).as_posix() if inside else str(path)

    def _fault(self, code: str, message: str, hint: str | None) -> None:
        self.faults.append(Diagnostic(code, message, hint=hint))


def _nothing(roots: Sequence[Path], include: Sequence[str]) -> Diagnostic:
    where = ", ".join(map(str, roots)) or "no directory"
    if not include:
        return Diagnostic("no-files", f"{where} is not a file", hint="name a file")
    hint = "add a file there, or correct `schema`, `from`, `include` or `exclude` in the recipe"
    return Diagnostic("no-files", f"no file in {where} fits {', '.join(include)}", hint=hint)
