"""Composite types, in place where PostgreSQL lets us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a int", "a int, b text"),
        ("a int, b text", "b text"),
        ("a int, b text", "b text, a int"),
        ("a int, b text", "a bigint, b text, c date"),
        ("a int, b text", 'a int, b text collate "C"'),
        ('"A a" int', '"A a" bigint, "B b" numeric(10, 2)[]'),
        ("a int", ""),
    ],
)
@pytest.mark.parametrize(
    "dependents",
    [
        "",
        "create table t (x c)",
        "create table t (x c, y c[], z int)",
        "create type d as (x c); create table t (x d)",
        "create domain d as c; create table t (x d)",
        "create table t of c",
    ],
)
def test_attributes(pg: embedded.Server, old: str, new: str, dependents: str) -> None:
    if "of c" in dependents and new in ("", "b text", "b text, a int"):
        pytest.skip("no table is made of nothing, or of another order of columns")
    both_ways(
        pg, f"create type c as ({old}); {dependents}", f"create type c as ({new}); {dependents}"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create type c as (a int)"),
        ("create type c as (a int)", "create table c (a int)"),
        ("create type c as (a int)", "create view c as select 1 as a"),
        ("create type c as (a int)", "create type c as enum ('a')"),
        ("create type c as (a int)", "create domain d as int; create type c as (a d)"),
        (
            "create type c as (a int)",
            "create type c as (a int); comment on type c is 'c'; comment on column c.a is 'a'",
        ),
        (
            "create type c as (a int); comment on column c.a is 'a'",
            "create type c as (a int, b int); comment on column c.b is 'it''s b'",
        ),
    ],
)
def test_composites(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


_VIEW = "create table t (x c); create view v as select (x).a from t"


def test_views_of_attributes(pg: embedded.Server) -> None:
    both_ways(pg, f"create type c as (a int, b int); {_VIEW}", f"create type c as (a int); {_VIEW}")
    both_ways(pg, f"create type c as (a int); {_VIEW}", f"create type c as (a bigint); {_VIEW}")


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg,
        "create type c as (a int, b text); create table t (x c)",
        "create type c as (b text, a int); create table t (x c)",
    )
    assert there == (
        'alter type public.c rename to "c (old)";\n'
        "create type public.c as (b text, a integer);\n"
        "alter table public.t alter column x type public.c using case when x is distinct from null"
        " then row((x).b::text, (x).a::text)::text::public.c end;\n"
        'drop type public."c (old)";'
    )
    there, back = both_ways(
        pg,
        "create type c as (a int, b text); create table t (x c)",
        "create type c as (a int, c date); create table t (x c)",
    )
    assert there == "alter type public.c drop attribute b, add attribute c date;"
    assert back == "alter type public.c drop attribute c, add attribute b text;"
