"""Folders of migrations: what they make of an empty database, and new ones written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from confiture.ddl.files import SqlFile
from confiture.ddl.groups import groups, statement_span
from confiture.ddl.migrations import Migration
from confiture.ddl.objects import Catalog
from confiture.ddl.script import CopyBlock
from confiture.errors import Diagnostic, UsageError
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.scratch import scratch, with_roles
from confiture.pg.session import Session
from confiture.steps.code import call
from confiture.steps.piece import Piece
from confiture.steps.script import fresh

_MOST_NAME = 60


def state_of(known: Sequence[Migration], databases: Databases) -> Catalog:
    """What the migrations make of an empty database.

    Raises DatabaseError at the place of a statement that the server refuses.
    """
    return with_roles(databases, lambda: _state(known, databases))


def _state(known: Sequence[Migration], databases: Databases) -> Catalog:
    with scratch(databases) as session:
        run(session, known)
        return objects.read(session)


def run(session: Session, known: Sequence[Migration]) -> None:
    """The ways up of migrations, without a ledger."""
    for one in known:
        if one.up is not None:
            run_file(session, one.up)
        elif one.python is not None:
            with session.transaction():
                call(one.python.text, "up", session, place=one.python.name)


def run_file(session: Session, file: SqlFile) -> None:
    """A migration's statements in their transactions, without a ledger."""
    for group in groups(file):
        with session.transaction() if group.mode == "transaction" else nullcontext():
            first = fresh(session)
            session.script(first)
            for piece in group.pieces:
                data = piece.data if isinstance(piece, CopyBlock) else None
                place = str(statement_span(file, piece))
                Piece(text=piece.text, place=place, data=data).run(session)
            session.script(first)


def new_paths(folder: Path, name: str, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """Where a new migration goes: its version is the time, in UTC, later than all others.

    Raises UsageError for a name that no file can have.
    """
    word = name.strip().lower().replace(" ", "_")
    letters = word.replace("_", "").replace("-", "")
    if len(word) > _MOST_NAME or not (letters.isalnum() and letters.isascii()):
        raise UsageError(
            Diagnostic("bad-migration-name", f"{name!r} cannot name a migration",
                       hint="letters, digits and _: add_user_bio")
        )  # fmt: skip
    version = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    taken = {path.name.partition("_")[0] for path in folder.glob("*_*")}
    while any(int(version) <= int(one) for one in taken if one.isdigit()):
        version = str(max(int(one) for one in taken if one.isdigit()) + 1)
    return tuple(folder / f"{version}_{word}{suffix}" for suffix in suffixes)


def write(files: Sequence[tuple[Path, str]]) -> None:
    """All of them, or none. Raises UsageError where a folder cannot be written."""
    written: list[Path] = []
    try:
        for path, text in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        message = f"{error.filename}: {error.strerror}"
        raise UsageError(Diagnostic("cannot-write", message)) from error


def renumbered(
    late: Sequence[Migration], known: Sequence[Migration]
) -> tuple[tuple[Migration, str], ...]:
    """Each with a version later than all others'."""
    last = max((int(one.version) for one in known if not one.is_repeatable), default=0)
    now = int(f"{datetime.now(UTC):%Y%m%d%H%M%S}")
    first = max(last + 1, now)
    return tuple((one, str(first + number)) for number, one in enumerate(late))


def rename(moved: Sequence[tuple[Migration, str]]) -> list[tuple[Path, Path]]:
    """Give files the versions; the paths before and after."""
    renames = []
    for one, version in moved:
        for file in (one.up, one.down, one.python):
            if file is not None:
                name = version + file.path.name.removeprefix(one.version)
                renames.append((file.path, file.path.rename(file.path.with_name(name))))
    return renames


def rename_back(renames: Sequence[tuple[Path, Path]]) -> None:
    for old, new in renames:
        new.rename(old)
