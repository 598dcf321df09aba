"""Operators, with each other as commutators and negators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_FUNCTIONS = """create type c as (a int);
create function lt(c, c) returns bool language sql immutable as 'select true';
create function neg(c) returns c language sql immutable as 'select $1';"""
_LESS = "create operator < (function = lt, leftarg = c, rightarg = c"
_MORE = "create operator > (function = lt, leftarg = c, rightarg = c"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"{_LESS})"),
        ("", "create operator !@# (function = neg, rightarg = c)"),
        ("", f"{_LESS}, commutator = >); {_MORE}, commutator = <)"),
        (f"{_LESS}); {_MORE})", f"{_LESS}, commutator = >); {_MORE}, commutator = <)"),
        ("", f"{_LESS}, commutator = <, negator = >=)"),
        ("", f"{_LESS}, hashes, merges, commutator = <)"),
        (f"{_LESS})", f"{_LESS}, restrict = scalarltsel, join = scalarltjoinsel)"),
        (f"{_LESS})", f"{_LESS}); comment on operator < (c, c) is 'less'"),
        (
            "",
            f'create schema "S s"; {_LESS.replace("<", """"S s".<""")})',
        ),
        (f"{_LESS}); create view v as select row(1)::c < row(2)::c as x", ""),
        (
            f"{_LESS}); create view v as select row(1)::c < row(2)::c as x",
            f"{_LESS}, commutator = <); create view v as select row(1)::c < row(2)::c as x",
        ),
    ],
)
def test_operators(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, f"{_FUNCTIONS} {old}", f"{_FUNCTIONS} {new}")


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg, f"{_FUNCTIONS} {_LESS})", f"{_FUNCTIONS} {_LESS}, restrict = scalarltsel)"
    )
    operator = "alter operator public.< (public.c, public.c) set"
    assert there == f"{operator} (restrict = scalarltsel, join = none);"
    assert back == f"{operator} (restrict = none, join = none);"
