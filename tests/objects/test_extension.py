"""Extensions, and what needs their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways, converge, places

if TYPE_CHECKING:
    from confiture.pg import embedded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create extension citext"),
        ("", 'create schema "Ext s"; create extension hstore schema "Ext s"'),
        ("create extension citext", "create schema x; create extension citext schema x"),
        ("create extension citext", "create extension citext; comment on extension citext is 'c'"),
        ("", "create extension citext; comment on extension citext is null"),
        ("", "create extension earthdistance cascade"),
        ("create table t (a text)", "create extension citext; create table t (a citext)"),
        (
            "create extension citext; create table t (a citext default 'x', b int)",
            (
                "create schema x; create extension citext schema x;"
                " create table t (a x.citext default 'x', b int)"
            ),
        ),
        ("create table t (a text)", "create extension citext; create table t (a citext[])"),
        # It has tables of its own, and functions.
        ("create table t (a int)", "create extension pg_stat_statements; create table t (a int)"),
    ],
)
def test_extensions(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


def test_an_older_version_is_updated(pg: embedded.Server) -> None:
    """The other way there is none: PostgreSQL says so itself."""
    with places(pg, "extension_old", "extension_new") as (first, second):
        first.run("create extension citext version '1.4'")
        second.run("create extension citext version '1.6'")
        done = converge(first, first.read(), second.read(), second.dump())
        assert [one.sql for one in done] == ["alter extension citext update to '1.6'"]
