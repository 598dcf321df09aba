"""Random edits of schemas: a grammar of statements, and a walk that a diff has to follow."""

from __future__ import annotations

import itertools
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import psycopg

from confiture.ddl.objects import Catalog, Key
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.table import Relation

from .pairs import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from confiture.pg import embedded

    Choose: TypeAlias = Callable[[Sequence[str]], str]
    Follow: TypeAlias = Callable[["Side", "Side"], None]

ROLES = ("alice", "bob")
FIRST = """\
create schema app;
create function f_num(v int) returns int language sql immutable return v + 1;
create function f_text(v text) returns text language sql immutable return v;
create function tf_a() returns trigger language plpgsql as $$ begin return new; end $$;
create type mood as enum ('sad', 'ok', 'happy');
create type level as enum ('sad', 'ok', 'high');
create type pair as (x int, y text);
create domain positive as int constraint above check (value > 0);
create domain code as text check (value in ('a', 'b', 'x') or length(value) < 30);
create type span as range (subtype = date);
create sequence q_a;
create table t_a (n1 int primary key, t1 text not null, n2 int default 7, d1 timestamptz, e1 mood);
create table t_b (n1 serial primary key, t1 varchar(40), t2 text, n2 positive, k1 pair, a1 int[]);
create table p_range (n1 int not null, t1 text, n2 int) partition by range (n1);
create view v_a as select n1 as n, t1 as t from t_a;
"""
"""What most edits need, so that the first are taken too."""

_numbers = itertools.count(1)
_WORD = re.compile(r"<([a-z][a-z0-9-]*)>")
_WEIGHT = re.compile(r"([0-9]+)x ?")


def _read(text: str) -> dict[str, tuple[str, ...]]:
    """Alternatives by word, each as often as it weighs."""
    _, *sections = re.split(r"^\[(.+)\]\n", text, flags=re.MULTILINE)
    return {
        word: tuple(one for line in body.rstrip("\n").split("\n") for one in _weighed(line))
        for word, body in zip(sections[::2], sections[1::2], strict=True)
    }


def _weighed(line: str) -> list[str]:
    weight = _WEIGHT.match(line)
    return [line[weight.end() :]] * int(weight[1]) if weight else [line]


GRAMMAR = _read(Path(__file__).with_name("walk.txt").read_text("utf-8"))


def expanded(word: str, choose: Choose) -> str:
    """A text for a word of the grammar."""
    return _WORD.sub(lambda found: expanded(found[1], choose), choose(GRAMMAR[word]))


@dataclass(frozen=True)
class Side:
    """A database and what is read there."""

    place: Place

    @cached_property
    def catalog(self) -> Catalog:
        return self.place.read()

    @cached_property
    def dump(self) -> list[str]:
        return self.place.dump()


class Walk:
    """Where a walk stands on a server. Each step leaves a database for the next to start from."""

    def __init__(self, server: embedded.Server, admin: psycopg.Connection) -> None:
        self._server = server
        self._admin = admin
        self.history: list[str] = []
        self.side = Side(self._copy("template0"))

    def step(self, drawn: Sequence[str], follow: Follow) -> bool:
        """Take those edits that PostgreSQL takes, and have `follow` see both sides. Whether there
        were any."""
        target = self._copy(self.side.place.name)
        taken = _taken(target, drawn)
        if not taken:
            self._drop(target)
            return False
        new = Side(target)
        try:
            follow(self.side, new)
        except BaseException as error:
            self._drop(target)
            error.add_note(";\n".join(("HISTORY", *self.history, "STEP", *taken)))
            raise
        self._drop(self.side.place)
        self.side = new
        self.history += taken
        return True

    @contextmanager
    def copied(self) -> Iterator[Place]:
        """A database like the one where it stands."""
        place = self._copy(self.side.place.name)
        try:
            yield place
        finally:
            self._drop(place)

    def end(self) -> None:
        self._drop(self.side.place)

    def _copy(self, template: str) -> Place:
        name = f"walk_{os.getpid()}_{next(_numbers)}"
        self._admin.execute(f"create database {name} template {template}".encode())
        return Place(self._server, name)

    def _drop(self, place: Place) -> None:
        self._admin.execute(f"drop database {place.name} with (force)".encode())


@contextmanager
def walking(server: embedded.Server) -> Iterator[Walk]:
    """A walk from a few objects onwards."""
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
        walk = Walk(server, admin)
        try:
            walk.step([FIRST], lambda _old, _new: None)
            yield walk
        finally:
            walk.end()


def _taken(place: Place, drawn: Sequence[str]) -> list[str]:
    """Of some edits, in their order, those that PostgreSQL takes."""
    with psycopg.connect(place.server.dsn(place.name), autocommit=True) as connection:
        return [edit for edit in drawn if _is_taken(connection, edit)]


def _is_taken(connection: psycopg.Connection, edit: str) -> bool:
    try:
        connection.execute(edit.encode())
    except psycopg.Error:
        return False
    return True


def is_impossible(old: Catalog, new: Catalog) -> bool:
    """Whether a table would have to be made anew, since no statement makes a column its parent's
    that was its own, nor gives another name to the NOT NULL that it has from there."""
    return any(
        isinstance(one, TableColumn) and not one.own and _is_inherited_anew(one, old, new)
        for one in new.values()
    )


def _is_inherited_anew(column: TableColumn, old: Catalog, new: Catalog) -> bool:
    path = column.path[:2]
    table, before = new[Key("table", path)], old.get(column.key)
    if Key("table", path) not in old or not isinstance(table, Relation):
        return False
    if any(Key("inheritance", path + parent) not in old for parent in table.inherits):
        return True
    if not isinstance(before, TableColumn):
        return False
    if before.own and Key("partition", path) not in new:
        return True
    names = (before.not_null_constraint, column.not_null_constraint)
    return column.not_null_inherited and None not in names and names[0] != names[1]
