"""Range types and their multiranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_FLOAT = "create type r as range (subtype = float8, subtype_diff = float8mi);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", _FLOAT),
        ("", 'create type "R r" as range (subtype = text, collation = "C")'),
        ("create type r as range (subtype = float8)", _FLOAT),
        (
            "create type r as range (subtype = text)",
            "create type r as range (subtype = text, subtype_opclass = text_pattern_ops)",
        ),
        (
            _FLOAT,
            """create type r as range
               (subtype = float8, subtype_diff = float8mi, multirange_type_name = "Many r")""",
        ),
        (_FLOAT, f"{_FLOAT} comment on type r is 'r'; revoke usage on type r from public"),
        (_FLOAT, "create type r as enum ('a')"),
        (_FLOAT, "create type r_multirange as enum ('a')"),
        ("", "create type e as enum ('a'); create type r as range (subtype = e)"),
    ],
)
def test_ranges(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


@pytest.mark.parametrize(
    "dependents",
    [
        "create table t (a r, b r[], c r_multirange)",
        "create table t (a r default 'empty', exclude using gist (a with &&))",
        "create domain d as r; create table t (a d)",
    ],
)
def test_columns_go_over(pg: embedded.Server, dependents: str) -> None:
    old = f"create type r as range (subtype = float8); {dependents}"
    both_ways(pg, old, f"{_FLOAT} {dependents}")
    both_ways(pg, old, f"create type r as range (subtype = int); {dependents}")
