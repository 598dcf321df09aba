"""Collations, and the columns that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_C = "create collation c (locale = 'C');"
_POSIX = "create collation c (lc_collate = 'C', lc_ctype = 'POSIX');"
_ICU = "create collation c (provider = icu, locale = 'de-DE', deterministic = false);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", _C),
        ("", _ICU),
        (_C, _ICU),
        (_C, _POSIX),
        (_C, f"{_C} comment on collation c is 'c'"),
        ("", "create collation \"C c\" from \"C\""),
        ("", "create collation c (provider = builtin, locale = 'C.UTF-8')"),
        (f"{_C} create table t (a text)", f"{_C} create table t (a text collate c)"),
        (f"{_C} create table t (a text collate c)", f"{_POSIX} create table t (a text collate c)"),
        (f"{_C} create table t (a text[] collate c default '{{}}'); create index i on t (a)",
         f"{_POSIX} create table t (a text[] collate c default '{{}}'); create index i on t (a)"),
        (f"{_C} create domain d as text collate c; create table t (a d)",
         f"{_POSIX} create domain d as text collate c; create table t (a d)"),
        (f"{_C} create type y as (a text collate c); create table t (a y)",
         f"{_POSIX} create type y as (a text collate c); create table t (a y)"),
    ],
)  # fmt: skip
def test_collations(pg: embedded.Server, old: str, new: str) -> None:
    if "builtin" in new and pg.binaries.major < 17:
        pytest.skip("needs PostgreSQL 17")
    if "icu" in new and pg.binaries.major == 18:
        pytest.skip("the embedded server has no ICU")
    both_ways(pg, old, new)
