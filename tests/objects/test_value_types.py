"""Changes of types that drop a part of values silently, as PostgreSQL does it: judged by a value
that is less afterwards, or is refused."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import psycopg
import pytest

from confiture.ddl.objects.value_types import narrows
from confiture.errors import DatabaseError
from confiture.plans.diff import diff
from tests.plans.pairs import places

if TYPE_CHECKING:
    from confiture.pg import embedded

_numbers = itertools.count(1)

LOSING = [
    ("numeric(12,4)", "numeric(10,2)", "1.2345"),
    ("numeric", "numeric(10,2)", "1.2345"),
    ("numeric[]", "numeric(10,2)[]", "{1.2345}"),
    ("numeric(12,4)", "integer", "1.5"),
    ("numeric", "double precision", "1.23456789012345678"),
    ("numeric", "money", "1.2345"),
    ("bigint", "double precision", "9007199254740993"),
    ("integer", "real", "16777217"),
    ("integer", "boolean", "7"),
    ("double precision", "integer", "1.5"),
    ("double precision", "real", "1.23456789012345"),
    ("double precision", "numeric", "0.12345678901234568"),
    ("text", "numeric(10,2)", "1.2345"),
    ("text", "date", "2020-01-02 03:04:05"),
    ("text", "jsonb", '{"a": 1, "a": 2}'),
    ("text", "name", "x" * 70),
    ("timestamp with time zone", "date", "2020-01-02 03:04:05+00"),
    ("timestamp without time zone", "date", "2020-01-02 03:04:05"),
    ("timestamp without time zone", "timestamp(3) without time zone", "2020-01-02 03:04:05.123456"),
    ("timestamp without time zone", "time without time zone", "2020-01-02 03:04:05"),
    ("time without time zone", "time(0) without time zone", "03:04:05.6"),
    ("time with time zone", "time without time zone", "03:04:05+02"),
    ("interval", "interval(0)", "1.5 seconds"),
    ("interval", "interval day", "1 day 3 hours"),
    ("interval", "time without time zone", "2 days 3 hours"),
    ("bit(8)", "bit(4)", "10101010"),
    ("bit varying(8)", "bit varying(4)", "10101010"),
    ("integer", "bit(4)", "255"),
    ("json", "jsonb", '{"b": 1, "a": 1, "a": 2}'),
    ("inet", "cidr", "192.168.1.5/24"),
    ("box", "point", "(1,2),(3,4)"),
]


@pytest.mark.parametrize(("old", "new", "value"), LOSING)
def test_losing(pg: embedded.Server, old: str, new: str, value: str) -> None:
    """No error, and another value on the way back."""
    assert narrows(old, new)
    with psycopg.connect(pg.dsn("postgres")) as connection:
        cast = f"select %s::text::{old}::text, %s::text::{old}::{new}::text"
        before, after = connection.execute(cast.encode(), (value, value)).fetchone() or ("", "")
    assert before != after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("integer", "bigint"),
        ("bigint", "integer"),  # what does not fit is an error
        ("integer", "numeric(10,2)"),
        ("integer", "double precision"),
        ("real", "double precision"),
        ("numeric(10,2)", "numeric(12,2)"),
        ("numeric(10,2)", "numeric(8,2)"),
        ("numeric(10,2)", "numeric"),
        ("numeric(10)", "bigint"),
        ("character varying(5)", "character varying(9)"),
        ("character varying(5)", "text"),
        ("text", "character varying(5)"),  # is assigned, and an error
        ("text", "integer"),
        ("text[]", "character varying(2)[]"),
        ("date", "timestamp without time zone"),
        ("timestamp(3) without time zone", "timestamp without time zone"),
        ("time without time zone", "interval"),
        ("interval day to second", "interval"),
        ("bit(4)", "bit varying(8)"),
        ("jsonb", "json"),
        ("json", "text"),
        ("cidr", "inet"),
        ("uuid", "text"),
        ("public.mood", "text"),
    ],
)
def test_widening(old: str, new: str) -> None:
    assert not narrows(old, new)


TYPES = "create type c as ({c}); create domain d as {d}; create domain e as d; "
TABLE = "create table t ({t})"


def _ddl(t: str, c: str = "a text", d: str = "text") -> str:
    return TYPES.format(c=c, d=d) + TABLE.format(t=t)


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        (_ddl("x text"), _ddl("x varchar(5)"), "abcdef"),
        (_ddl("x varchar(9)"), _ddl("x char(5)"), "abcdef"),
        (_ddl("x text[]"), _ddl("x varchar(5)[]"), "{abcdef}"),
        (_ddl("x int"), _ddl("x varchar(5)"), "123456"),
        (_ddl("x name"), _ddl("x varchar(5)"), "abcdef"),
        (_ddl("x d"), _ddl("x varchar(5)"), "abcdef"),
        (_ddl("x text"), _ddl("x d", d="varchar(5)"), "abcdef"),
        (_ddl("x d"), _ddl("x d", d="varchar(5)"), "abcdef"),
        (_ddl("x d[]"), _ddl("x d[]", d="varchar(5)"), "{abcdef}"),
        (_ddl("x d", d="text[]"), _ddl("x d", d="varchar(5)[]"), "{abcdef}"),
        (_ddl("x e"), _ddl("x e", d="varchar(5)"), "abcdef"),
        (_ddl("x c"), _ddl("x c", c="a varchar(5)"), "(abcdef)"),
        (_ddl("x c[]"), _ddl("x c[]", c="a varchar(5)"), "{(abcdef)}"),
        (_ddl("x c", c="a int"), _ddl("x c", c="a varchar(5)"), "(123456)"),
        (
            "create type m as enum ('abcdef', 'abcde'); create table t (x m)",
            "create table t (x varchar(5))",
            "abcdef",
        ),
    ],
)
def test_what_is_too_long_is_refused(pg: embedded.Server, old: str, new: str, value: str) -> None:
    """And needs no warning therefore; what fits becomes what it was."""
    names = [f"types_{os.getpid()}_{next(_numbers)}" for _ in range(2)]
    with places(pg, *names) as (first, second):
        first.run(old)
        second.run(new)
        found = diff(first.read(), second.read(), online=False).statements
        assert not [one.sql for one in found if "data-loss" in one.hazards]
        first.run(f"insert into t values ('{value}')")
        with pytest.raises(DatabaseError, match="right truncation"):
            first.apply(found)
        fitting = value.replace("f", "").replace("6", "")
        with psycopg.connect(pg.dsn(first.name), autocommit=True) as connection:
            connection.execute(f"update t set x = '{fitting}'".encode())
            first.apply(found)
            assert connection.execute("select x::text from t").fetchall() == [(fitting,)]


C, N = "a int, b text", "a numeric(12,4)"


@pytest.mark.parametrize(
    ("old", "new", "losing"),
    [
        (
            _ddl("x c", c=C),
            _ddl("x c", c="a int"),
            ["alter type public.c drop attribute b"],
        ),
        (_ddl("x int", c=C), _ddl("x int", c="a int"), []),
        (_ddl("x c", c=C), _ddl("x c", c="b text, a int"), []),  # is done by name
        (
            TYPES.format(c=C, d="text") + "create table t of c",
            TYPES.format(c="a int", d="text") + "create table t of c",
            ["alter type public.c drop attribute b cascade"],
        ),
        (_ddl("x c", c=N), _ddl("x c", c="a numeric(14,4)"), []),
        (
            _ddl("x c[]", c=N),
            _ddl("x c[]", c="a numeric(12,2)"),
            ["alter table public.t alter column x type public.c[] using x::text::public.c[]"],
        ),
        (
            _ddl("x c[]", c="a text, b text"),
            _ddl("x c[]", c="b text, a text"),
            ["alter table public.t alter column x type public.c[] using x::text::public.c[]"],
        ),
        (
            _ddl("x e", d="timestamptz"),
            _ddl("x e", d="timestamptz(0)"),
            ["alter table public.t alter column x type public.e using x::public.d::public.e"],
        ),
        (_ddl("x d", d="int"), _ddl("x bigint", d="int"), []),
        (
            _ddl("x d", d="numeric"),
            _ddl("x int not null", d="numeric"),
            ["alter table public.t alter column x type integer using x::integer"],
        ),
        (
            _ddl("x int, y numeric generated always as (x) stored"),
            _ddl("x int, y int generated always as (x) stored"),
            [],
        ),
    ],
)
def test_losing_within(pg: embedded.Server, old: str, new: str, losing: list[str]) -> None:
    names = [f"types_{os.getpid()}_{next(_numbers)}" for _ in range(2)]
    with places(pg, *names) as (first, second):
        first.run(old)
        second.run(new)
        found = diff(first.read(), second.read())
        assert [one.sql for one in found.statements if "data-loss" in one.hazards] == losing
        assert found.sql.count("-- data-loss") == len(losing)
        assert str(found).count("! data-loss") == len(losing)
        first.apply(found.statements)
        assert first.read() == second.read()
