"""Domains, their checks, and the columns that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_CHECKED = "create domain d as int constraint small check (value < 10);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create domain d as int"),
        ("", "create domain d as text collate \"C\" default 'x' constraint filled not null"),
        ("create domain d as int", "create domain d as int default 5"),
        ("create domain d as int default 4", "create domain d as int default 5"),
        ("create domain d as int", "create domain d as int not null"),
        ("create domain d as int not null", "create domain d as int constraint n not null"),
        ("create domain d as int", _CHECKED),
        (_CHECKED, "create domain d as int constraint small check (value < 9)"),
        (_CHECKED, f"{_CHECKED} comment on constraint small on domain d is 'it''s small'"),
        (_CHECKED, f"{_CHECKED} comment on domain d is 'd'; revoke usage on domain d from public"),
        (
            _CHECKED,
            """create domain d as int;
               alter domain d add constraint small check (value < 10) not valid""",
        ),
        (
            'create domain "D d" as text',
            "create domain \"D d\" as text constraint \"C c\" check (value <> '') default 'a'",
        ),
        ("create domain d as int", "create type d as enum ('a')"),
        ("create domain d as int", "create domain e as text; create domain d as e"),
    ],
)
def test_domains(pg: embedded.Server, old: str, new: str) -> None:
    if "constraint n not" in new and pg.binaries.major < 17:
        pytest.skip("needs PostgreSQL 17")
    both_ways(pg, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int", "bigint"),
        ("int", "text"),
        ("text", 'text collate "C"'),
        ("varchar(10)", "varchar(20) default 'x' check (value <> '')"),
        ("int constraint c check (value > 0)", "bigint constraint c check (value > 0)"),
    ],
)
@pytest.mark.parametrize(
    "dependents",
    [
        "create table t (a d, b d[])",
        "create table t (a d not null default '5')",
        "create domain e as d; create table t (a e)",
        "create function f(d) returns d language sql as 'select $1'; create table t (a d)",
    ],
)
def test_other_base_types(pg: embedded.Server, old: str, new: str, dependents: str) -> None:
    both_ways(
        pg, f"create domain d as {old}; {dependents}", f"create domain d as {new}; {dependents}"
    )


def test_checks_that_need_a_function(pg: embedded.Server) -> None:
    function = "create function f(int) returns bool language sql as 'select $1 > 0' immutable;"
    both_ways(
        pg,
        "create domain d as int; create table t (a d)",
        f"{function} create domain d as int check (f(value)); create table t (a d)",
    )


def test_statements(pg: embedded.Server) -> None:
    there, _ = both_ways(pg, "", f"{_CHECKED} create table t (a d)")
    assert there.startswith(
        "create domain public.d as integer constraint small CHECK ((VALUE < 10));"
    )
    there, _ = both_ways(
        pg,
        "create domain d as int; create table t (a d)",
        "create domain d as text; create table t (a d)",
    )
    assert there == (
        'alter domain public.d rename to "d (old)";\n'
        "create domain public.d as text;\n"
        "alter table public.t alter column a type public.d using a::text;\n"
        'drop domain public."d (old)";'
    )
