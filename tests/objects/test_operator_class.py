"""Classes of operators, and the families that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_OPERATORS = """create type c as (a int);
create function cmp(c, c) returns int language sql immutable as 'select 0';
create function cmp(c, int) returns int language sql immutable as 'select 0';
create function hash(c) returns int language sql immutable as 'select 0';
create function lt(c, c) returns bool language sql immutable as 'select true';
create function lt(c, int) returns bool language sql immutable as 'select true';
create operator <! (function = lt, leftarg = c, rightarg = c);
create operator <! (function = lt, leftarg = c, rightarg = int);
create operator =! (function = lt, leftarg = c, rightarg = c);
create table t (a c);"""
_FAMILY = "create operator family f using btree;"
_LOOSE = """alter operator family f using btree
add operator 1 <! (c, int), function 1 (c, int) cmp(c, int);"""
_CLASS = """create operator class k for type c using btree family f
as operator 1 <!, function 1 cmp(c, c);"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", _FAMILY),
        (_FAMILY, f"{_FAMILY} {_LOOSE}"),
        (_FAMILY, f"{_FAMILY} comment on operator family f using btree is 'f'"),
        ("", f"{_FAMILY} {_CLASS}"),
        (f"{_FAMILY} {_CLASS}", f"{_FAMILY} {_LOOSE} {_CLASS}"),
        (
            f"{_FAMILY} {_CLASS}",
            f"{_FAMILY} {_CLASS} comment on operator class k using btree is 'k'",
        ),
        (
            "",
            """create operator class "K k" default for type c using hash
               as operator 1 =!, function 1 hash(c)""",
        ),
        ("", "create operator class k for type text using gin as storage int"),
        ("", f"{_FAMILY} {_CLASS} create index i on t (a k)"),
    ],
)
def test_operator_classes(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, f"{_OPERATORS} {old}", f"{_OPERATORS} {new}")


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(pg, f"{_OPERATORS} {_FAMILY}", f"{_OPERATORS} {_FAMILY} {_LOOSE}")
    family = "alter operator family public.f using btree"
    assert there == (
        f"{family} add function 1 (public.c, integer) public.cmp(public.c,integer),"
        " operator 1 public.<!(public.c,integer);"
    )
    assert back == (
        f"{family} drop function 1 (public.c, integer), operator 1 (public.c, integer);"
    )
