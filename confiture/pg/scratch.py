"""Scratch databases on the project's private server: made for a moment, to try things in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TypeVar

from confiture.ddl.objects import Catalog
from confiture.errors import DatabaseError
from confiture.model.names import quote
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.observe import SCRATCH
from confiture.pg.session import Session
from confiture.plans.changes import compare
from confiture.plans.script import Statement, statements
from confiture.steps.template import LOCK_KEY, MAINTENANCE, create, drop, sweep_unfinished

T = TypeVar("T")

_NO_SUCH_ROLE = re.compile(r'role "(?P<name>.+)" does not exist')
_UNDEFINED_OBJECT = "42704"
_MOST_ROLES = 200
_READER = "confiture_scratch"
_MAKE_READER = f"""
begin
  if not exists (select from pg_roles where rolname = '{_READER}') then
    create role {_READER} superuser;
  end if;
exception when duplicate_object or unique_violation then null;  -- another process made it
end
"""


def with_roles(databases: Databases, build: Callable[[], T]) -> T:
    """What `build` gives. Roles are no part of a database: those that it takes for granted are
    made, without login, where scratch databases live on the private server."""
    for _ in range(_MOST_ROLES):
        try:
            return build()
        except DatabaseError as error:
            found = _NO_SUCH_ROLE.search(str(error))
            private = databases.access(SCRATCH).embedded is not None
            if error.sqlstate != _UNDEFINED_OBJECT or found is None or not private:
                raise
        with databases.session(SCRATCH, database=MAINTENANCE) as server:
            server.script(f"create role {quote(found['name'])}")
    return build()


@contextmanager
def scratch(databases: Databases) -> Iterator[Session]:
    """A session on an empty database, which is gone afterwards.

    On the private server it belongs to a role of its own: what a catalog leaves to the role that it
    was read as has another owner there than what is postgres's by name.
    """
    name = f"confiture_building_{secrets.token_hex(12)}"
    with databases.session(SCRATCH, database=MAINTENANCE) as server:
        sweep_unfinished(server)
        server.query(f"select pg_advisory_lock({LOCK_KEY})", [name])  # nobody else's
        create(server, name, "template0")
        if databases.access(SCRATCH).embedded is not None:
            server.script(f"do $${_MAKE_READER}$$; alter database {name} set role = {_READER}")
        try:
            with databases.session(SCRATCH, database=name) as session:
                session.script("set row_security = on")  # there is nothing to hide
                yield session
        finally:
            drop(server, [name])


@contextmanager
def copy_of(catalog: Catalog, databases: Databases) -> Iterator[Session]:
    """A session on a database that holds the objects of a catalog, and no rows.

    Raises DatabaseError for what the private server does not have, as an extension.
    """
    with scratch(databases) as session:
        wanted = statements(compare(objects.read(session), catalog))
        with_roles(databases, lambda: run(session, wanted))
        yield session


def run(session: Session, wanted: Iterable[Statement]) -> None:
    """Run statements in the transactions that they want."""
    for _, group in groupby(wanted, key=lambda one: one.group):
        texts = [one.sql for one in group]
        with session.transaction():
            session.script(";\n".join(texts))
