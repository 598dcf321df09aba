"""Pairs of schemas on a real server: from one to the other, judged by the reader and by pg_dump."""

from __future__ import annotations

import difflib
import itertools
import os
import re
import subprocess
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from confiture.ddl.objects.table import Relation
from confiture.model.names import quote
from confiture.pg import objects
from confiture.pg.session import Session, connect
from confiture.plans.diff import diff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.ddl.objects import Catalog, Key
    from confiture.pg import embedded
    from confiture.plans.script import Statement

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """A database of a server."""

    server: embedded.Server
    name: str

    def run(self, sql: str) -> None:
        """One statement or many, as psql -1 would."""
        with psycopg.connect(self.server.dsn(self.name), autocommit=True) as connection:
            connection.execute(sql.encode())

    def read(self) -> Catalog:
        session = connect(self.server.conninfo(self.name), environment=self.name)
        try:
            return objects.read(session)
        finally:
            session.close()

    def apply(self, statements: tuple[Statement, ...]) -> None:
        """Each group in its transaction, where names in the bodies of functions mean `public`, as
        they do in migrations."""
        session = connect(self.server.conninfo(self.name), environment=self.name)
        try:
            session.script("set search_path = public")
            for _, group in itertools.groupby(statements, key=lambda one: one.group):
                self._apply_group(session, list(group))
        finally:
            session.close()

    def _apply_group(self, session: Session, group: list[Statement]) -> None:
        apart = group[0].pace == "apart"
        with nullcontext() if apart else session.transaction():
            for statement in group:
                session.script(statement.sql)

    def dump(self) -> list[str]:
        """pg_dump's text; columns and what is said of them in the order of their names, since no
        ALTER TABLE changes their places, and an object's grants sorted, since ACLs keep the order
        in which they were given."""
        done = subprocess.run(
            [self.server.binaries.path("pg_dump"), "-s", self.server.dsn(self.name)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return _settled(done.stdout)


@contextmanager
def places(server: embedded.Server, *names: str) -> Iterator[tuple[Place, ...]]:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(f"create database {quote(name)} template template0".encode())
        try:
            yield tuple(Place(server, name) for name in names)
        finally:
            for name in names:
                connection.execute(f"drop database {quote(name)} with (force)".encode())


def converge(
    place: Place, old: Catalog, new: Catalog, dump: list[str], *, online: bool = True
) -> tuple[Statement, ...]:
    """Bring a database from what it holds to another catalog; assert that it is there. What it
    took."""
    statements = diff(old, new, online=online).statements
    text = "\n".join(f"{statement.sql};" for statement in statements)
    try:
        place.apply(statements)
    except Exception as error:
        raise AssertionError(f"{error}\n{text}") from error
    reached = place.read()
    again = [statement.sql for statement in diff(reached, new, online=online).statements]
    assert not again, f"still to do: {again}\nafter:\n{text}"
    assert reached == new, text
    found = place.dump()
    assert found == dump, "\n".join([*difflib.unified_diff(found, dump, lineterm="", n=2), text])
    assert not any(
        statement.action.verb == "drop" and is_alterable(statement.action.key, old, new)
        for statement in statements
    ), f"a table is made anew\n{text}"
    return statements


def is_alterable(key: Key, old: Catalog, new: Catalog) -> bool:
    """Whether both sides have a table that ALTER TABLE can bring from one to the other. A table
    of a type goes with that, where the type has to be made anew."""
    before, after = old.get(key), new.get(key)
    if not (isinstance(before, Relation) and isinstance(after, Relation)):
        return False
    fixed = ("relkind", "row_type", "partition_key", "server")
    return before.row_type is None and all(
        getattr(before, name) == getattr(after, name) for name in fixed
    )


_LIST = re.compile(
    r"^(CREATE (?:UNLOGGED |FOREIGN )?TABLE \S.* \(\n)((?:(?!\)).*\n)+)(\).*)$", re.M
)

_ANY_PLACE = re.compile(r"(?:GRANT|REVOKE) |(ALTER TABLE ONLY \S+ ALTER COLUMN|COMMENT ON COLUMN) ")
_STATISTICS = re.compile(r"^(CREATE STATISTICS .* ON )(.*)( FROM .*)$", re.M)


def _settled(text: str) -> list[str]:
    def sorted_columns(found: re.Match[str]) -> str:
        lines = sorted(line.rstrip(",") for line in found[2].splitlines())
        return f"{found[1]}{chr(10).join(lines)}\n{found[3]}"

    def sorted_names(found: re.Match[str]) -> str:
        return f"{found[1]}{', '.join(sorted(found[2].split(', ')))}{found[3]}"

    text = _STATISTICS.sub(sorted_names, text)
    lines = _LIST.sub(sorted_columns, text).splitlines()
    noise = ("--", "\\restrict", "\\unrestrict", "SET ")
    kept = [line for line in lines if line.strip() and not line.startswith(noise)]
    runs = itertools.groupby(kept, _sorted_with)
    return [line for kind, run in runs for line in (sorted(run) if kind else run)]


def _sorted_with(line: str) -> str:
    """What names the run of lines that a line may stand in at any place; empty for the others."""
    found = _ANY_PLACE.match(line)
    return (found[1] or "GRANT") if found else ""


def both_ways(server: embedded.Server, old: str, new: str) -> tuple[str, str]:
    """From the old DDL to the new and back; the statements of each way, as one text."""
    number = next(_numbers)
    names = [f"pair_{os.getpid()}_{number}_{side}" for side in ("old", "new")]
    with places(server, *names) as (first, second):
        first.run(old)
        second.run(new)
        sides = [(place.read(), place.dump()) for place in (first, second)]
        there = converge(first, sides[0][0], *sides[1])
        back = converge(second, sides[1][0], *sides[0])
    return _text(there), _text(back)


def _text(statements: tuple[Statement, ...]) -> str:
    return "\n".join(f"{statement.sql};" for statement in statements)
