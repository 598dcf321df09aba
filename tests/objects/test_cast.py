"""Casts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_TYPES = """create type a as enum ('x'); create type b as enum ('x');
create function f(a) returns b language sql as 'select $1::text::public.b';"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create cast (a as b) with function f(a)"),
        (
            "create cast (a as b) with inout",
            "create cast (a as b) with function f(a) as assignment",
        ),
        ("", "create cast (a as text) with inout as implicit"),
        ("", "create cast (a as b) with inout; comment on cast (a as b) is 'c'"),
        ("", 'create type "T t" as enum (\'x\'); create cast ("T t" as a) with inout'),
        ("create cast (a as b) with inout", "drop function f; drop type b"),
        ("create cast (a as b) with inout; create view v as select 'x'::a::b", ""),
    ],
)
def test_casts(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, f"{_TYPES} {old}", f"{_TYPES} {new}")
