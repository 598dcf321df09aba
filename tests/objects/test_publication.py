"""Publications, with the tables and schemas that they publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

TABLES = (
    "create table t (a int primary key, b text); create table u (a int primary key);"
    ' create schema "S s"; create table "S s"."T t" ("A a" int primary key);'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create publication p"),
        ("create publication p", "create publication p for all tables"),
        ("create publication p", "create publication p with (publish = 'insert, truncate')"),
        ("create publication p", "create publication p with (publish = '')"),
        ("create publication p", "create publication p with (publish_via_partition_root)"),
        ("create publication p", "create publication p; comment on publication p is 'all'"),
        ("create publication p", "create publication p for table t"),
        ("create publication p for table t", "create publication p for table u"),
        ("create publication p for table t", "create publication p for table t (a)"),
        ("create publication p for table t", "create publication p for table t where (a > 1)"),
        (
            "create publication p for table t where (a > 1)",
            "create publication p for table t (a, b) where (a > 2), table u",
        ),
        ("create publication p for table t", 'create publication p for tables in schema "S s"'),
        ("", 'create publication "P p" for table "S s"."T t", tables in schema public'),
        ("", 'create publication "P p" for table "S s"."T t" ("A a") where ("A a" > 0)'),
        (
            "create publication p for table t",
            "alter table u rename to v; create publication p for table t, v",
        ),
        # What a publication needs goes or changes, and the publication stays.
        ("create publication p for table t, u", "drop table u; create publication p for table t"),
        ("create publication p for table t", "drop table t; create publication p for table u"),
        (
            "create publication p for table t where (a > 1)",
            "alter table t alter a type bigint; create publication p for table t where (a > 1)",
        ),
        (
            'create publication p for tables in schema "S s"',
            'drop schema "S s" cascade; create publication p',
        ),
    ],
)
def test_publications(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLES + old, TABLES + new)


def test_children_are_named_each(pg: embedded.Server) -> None:
    tables = (
        "create table t (a int); create table c () inherits (t);"
        " create table q (a int) partition by range (a);"
        " create table r partition of q for values from (1) to (2);"
    )
    both_ways(pg, tables, f"{tables} create publication p for table only t, table q")


def test_generated_columns(pg: embedded.Server) -> None:
    if pg.binaries.major < 18:
        pytest.skip("needs PostgreSQL 18")
    generated = "create publication p with (publish_generated_columns = stored)"
    both_ways(pg, "create publication p", generated)


def test_one_statement_makes_all(pg: embedded.Server) -> None:
    there, back = both_ways(pg, TABLES, TABLES + "create publication p for table t (a), table u")
    assert there.startswith("create publication p for table only public.t (a), table only public.u")
    assert back == "drop publication p;"
