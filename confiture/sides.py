"""The two sides of a comparison, each named by a word, and read into a catalog.

A side is an environment of the project's file, a URL, a directory of DDL files or one SQL file,
such a path as git had it (`git:REVISION:PATH`), or `empty`.
"""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.ddl.objects import Catalog
from confiture.ddl.renames import Former, former_names
from confiture.errors import Diagnostic, UsageError, did_you_mean
from confiture.model.access import Access
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.observe import SCRATCH, template
from confiture.pg.scratch import with_roles


@dataclass(frozen=True)
class Files:
    """DDL that is built to be read. `name` is what the user called it."""

    name: str
    files: tuple[SqlFile, ...]


@dataclass(frozen=True)
class Live:
    """A database as it is; `access` is how to reach it."""

    name: str
    access: Access


Side: TypeAlias = Files | Live


def parse(text: str, *, root: Path, environments: Mapping[str, Access]) -> Side:
    """The side that a word names. Raises UsageError for one that is nothing of all that,
    RecipeError for files that cannot be read."""
    if text == "empty":
        return Files(text, ())
    if text.startswith("git:"):
        return Files(text, _at_revision(text, root))
    if "://" in text:
        return Live(text, Access(environment=_safe(text), url=text))
    if text in environments:
        return Live(text, environments[text])
    path = Path(text).resolve()
    if path.exists():
        around = root if path.is_relative_to(root) else path if path.is_dir() else path.parent
        return Files(text, discover([path], project_root=around, include=["**/*.sql"]))
    raise UsageError(
        Diagnostic(
            "unknown-side",
            f"{text!r} is no environment, no path and no URL",
            hint=did_you_mean(text, environments)
            or "e.g. local, db/schema, postgresql://…, git:main:db/schema, empty",
        )
    )


def read(side: Side, databases: Databases) -> Catalog:
    """What a side holds; DDL is built in a template database of the project's private server.

    Raises DatabaseError, for DDL at the place of the statement that the server refuses.
    """
    if isinstance(side, Live):
        with databases.session(side.access.environment, read_only=True) as session:
            return objects.read(session)
    return with_roles(databases, lambda: _built(side, databases))


def read_both(one: Side, other: Side, databases: Databases) -> tuple[Catalog, Catalog]:
    """What two sides hold, read side by side unless both have to be built. Raises as `read`."""
    if isinstance(one, Files) and isinstance(other, Files):
        return read(one, databases), read(other, databases)
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(read, one, databases)
        behind = read(other, databases)
        return ahead.result(), behind


def former(side: Side) -> tuple[Former, ...]:
    """What the comments of a side's files tell of former names. Raises RecipeError as
    `former_names`."""
    return former_names(side.files) if isinstance(side, Files) else ()


def _built(side: Files, databases: Databases) -> Catalog:
    with template(databases, SCRATCH, schema_hash(side.files), side.files) as session:
        return objects.read(session)


def _at_revision(text: str, root: Path) -> tuple[SqlFile, ...]:
    """The files of `git:REVISION:PATH`, under the names that they have in the work tree."""
    _, revision, path = (*text.split(":", 2), "", "")[:3]
    if not revision or not path or revision.startswith("-"):
        raise UsageError(
            Diagnostic("bad-revision", f"{text!r} is not git:REVISION:PATH", hint="git:main:db")
        )
    with _checked_out(text, revision, path, root) as folder:
        return discover([folder / path], project_root=folder, include=["**/*.sql"])


@contextmanager
def _checked_out(text: str, revision: str, path: str, root: Path) -> Iterator[Path]:
    command = ["git", "archive", "--format=tar", revision, "--", path]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; git judges the words
            command, cwd=root, capture_output=True, check=False
        )
    except OSError as error:
        raise UsageError(Diagnostic("no-git", f"{text}: git: {error.strerror}")) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(Diagnostic("bad-revision", f"{text}: {said[0] if said else 'git failed'}"))
    with tempfile.TemporaryDirectory(prefix="confiture-git-") as name:
        folder = Path(name).resolve()
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield folder


def _safe(url: str) -> str:
    """A URL without its password, to name the side in messages."""
    return re.sub(r"//([^:/@]*):[^@/]*@", r"//\1@", url)
