"""Folders of migrations run on scratch databases: what they make, and what they would make with a
new one in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from confiture import migrating
from confiture.ddl.files import SqlFile
from confiture.ddl.migrations import Migration
from confiture.ddl.objects import Catalog
from confiture.errors import DatabaseError
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.scratch import copy_of, scratch, with_roles
from confiture.pg.session import Session
from confiture.plans.repeatable import BY_HAND, Theirs, theirs

_EARLY = f"put it back as it was, and change it after this migration was generated; or {BY_HAND}"
_LATE = f"it has to fit what the DDL files make, and what migrations make now; or {BY_HAND}"
_PLACE = f"tried in its place in the folder; {BY_HAND}"


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The migrations of folders; `whole` is what they make of an empty database, of which what the
    repeatable ones make is `theirs`."""

    numbered: tuple[Migration, ...]
    repeatable: tuple[Migration, ...]
    whole: Catalog
    theirs: Theirs


def read(known: Sequence[Migration], databases: Databases) -> Folder:
    """Raises DatabaseError at the place of a statement that the server refuses."""
    numbered = tuple(one for one in known if not one.is_repeatable)
    repeatable = tuple(one for one in known if one.is_repeatable)

    def states() -> tuple[Catalog, Catalog]:
        with scratch(databases) as session:
            migrating.run(session, numbered)
            before = objects.read(session)
            return before, _repeated(session, repeatable, _EARLY) or before

    before, whole = with_roles(databases, states)
    made = theirs(before, whole)
    return Folder(numbered=numbered, repeatable=repeatable, whole=whole, theirs=made)


def with_repeatable(
    folder: Folder, catalog: Catalog, databases: Databases
) -> tuple[Catalog, Theirs]:
    """What the folder's repeatable files make of a database that has a catalog's objects. Raises as
    `read`."""
    if not folder.repeatable:
        return catalog, Theirs()

    def states() -> tuple[Catalog, Catalog]:
        with copy_of(catalog, databases) as session:
            before = objects.read(session)
            return before, _repeated(session, folder.repeatable, _LATE) or before

    before, after = with_roles(databases, states)
    return after, theirs(before, after)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What an empty database is after all migrations, what one is that has been through the others
    before, and that after the way back."""

    empty: Catalog
    later: Catalog
    back: Catalog


def replay(folder: Folder, up: str, down: str, databases: Databases) -> Replayed:
    """Run a folder's migrations with a new one, both ways. Raises as `read`."""
    there, here = _new("up", up), _new("down", down)

    def from_empty() -> Catalog:
        with scratch(databases) as session, _hinting(_PLACE):
            migrating.run(session, (*folder.numbered, there, *folder.repeatable))
            return objects.read(session)

    def from_whole() -> tuple[Catalog, Catalog]:
        with scratch(databases) as session:
            migrating.run(session, (*folder.numbered, *folder.repeatable))
            return _moved(session, there, folder), _moved(session, here, folder)

    later, back = with_roles(databases, from_whole)
    empty = with_roles(databases, from_empty) if folder.repeatable else later
    return Replayed(empty=empty, later=later, back=back)


def _moved(session: Session, new: Migration, folder: Folder) -> Catalog:
    again = folder.repeatable if new.calls_again(down=False) else ()
    with _hinting(_PLACE):
        migrating.run(session, (new, *again))
    return objects.read(session)


def _new(word: str, text: str) -> Migration:
    """A migration that no file holds yet."""
    name = f"new.{word}.sql"
    file = SqlFile(Path(name), name, text, sha256(text.encode()).hexdigest())
    return Migration(version="0", name="new", up=file)


def _repeated(session: Session, known: Sequence[Migration], hint: str) -> Catalog | None:
    if not known:
        return None
    with _hinting(hint):
        migrating.run(session, known)
    return objects.read(session)


@contextmanager
def _hinting(hint: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        told = (replace(one, hint=one.hint or hint) for one in error.diagnostics)
        raise DatabaseError(*told, sqlstate=error.sqlstate) from error
