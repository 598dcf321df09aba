"""Materialized views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

PINNED_PATH = 17
TABLE = "create table t (a int primary key, b text); insert into t values (1, 'x'); "


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create materialized view m as select a from t"),
        ("", "create materialized view m as select a from t with no data"),
        (
            "create materialized view m as select a from t",
            "create materialized view m as select a, b from t",
        ),
        (
            "create materialized view m as select a from t",
            (
                "create materialized view m with (fillfactor = 70, toast.autovacuum_enabled = off)"
                " as select a from t"
            ),
        ),
        (
            "create materialized view m with (fillfactor = 70) as select a from t",
            (
                "create materialized view m with (fillfactor = 50, autovacuum_enabled = off)"
                " as select b from t"
            ),
        ),
        (
            (
                "create access method other type table handler heap_tableam_handler;"
                "create materialized view m as select a from t"
            ),
            (
                "create access method other type table handler heap_tableam_handler;"
                "create materialized view m using other as select a from t"
            ),
        ),
        (
            (
                'create materialized view "M m" as select a as "A a" from t;'
                'alter materialized view "M m" owner to pg_read_all_data'
            ),
            (
                'create materialized view "M m" as select a as "A a" from t;'
                """comment on materialized view "M m" is 'm';"""
                """comment on column "M m"."A a" is 'a';"""
                'grant select on "M m" to public; alter materialized view "M m" owner to pg_monitor'
            ),
        ),
        (
            "create materialized view m as select a from t; create view v as select a from m",
            "create materialized view m as select b, a from t; create view v as select a from m",
        ),
    ],
)
def test_materialized_views(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


ROWS = "create materialized view m as select x, array[x] as y from t x;"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("create table t (a int); ", "create table t (a bigint); "),
        ("create table t (a int); ", "create table t (a int, b int default 5); "),
        (
            "create type e as enum ('a', 'b'); create table t (a e); ",
            "create type e as enum ('a'); create table t (a e); ",
        ),
    ],
)
def test_rows_as_values(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old + ROWS, new + ROWS)


def test_function_with_names_without_schema(pg: embedded.Server) -> None:
    function = "create function f() returns int language sql stable as 'select max(a) from t';"
    if pg.binaries.major >= PINNED_PATH:
        pytest.skip("PostgreSQL 17 and later give it no search_path")
    both_ways(pg, TABLE + function, TABLE + function + "create materialized view m as select f()")


def test_populated_is_no_difference(pg: embedded.Server) -> None:
    view = TABLE + "create materialized view m as select a from t"
    assert both_ways(pg, view, f"{view} with no data") == ("", "")


def test_column_that_changes_its_type(pg: embedded.Server) -> None:
    view = "create materialized view m as select a from t; create view v as select a + 1 from m"
    both_ways(pg, f"create table t (a int); {view}", f"create table t (a bigint); {view}")
