"""Policies of row-level security."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

TABLE = (
    'create table t (a int, b text); alter table t enable row level security; create schema "S s";'
    'create table "S s"."T t" ("A b" int); create table other (a int);'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create policy p on t"),
        ("create policy p on t", "create policy p on t using (a > 1)"),
        (
            "create policy p on t using (a > 1)",
            "create policy p on t using (a > 2) with check (a > 3)",
        ),
        ("create policy p on t using (a > 1)", "create policy p on t as restrictive using (a > 1)"),
        ("create policy p on t", "create policy p on t to pg_monitor, pg_read_all_data"),
        ("create policy p on t to public", "create policy p on t to pg_monitor"),
        (
            "create policy p on t for select using (true)",
            "create policy p on t for insert with check (true)",
        ),
        (
            "create policy p on t for update using (true)",
            "create policy p on t for delete using (true)",
        ),
        (
            "create policy p on t using (exists (select from other where other.a = t.a))",
            "create policy p on t using (exists (select from other o where o.a > t.a))",
        ),
        (
            "",
            (
                'create policy "P q" on "S s"."T t" using ("A b" > 1);'
                """comment on policy "P q" on "S s"."T t" is 'p'"""
            ),
        ),
        (
            "create policy p on t using (b = current_user)",
            "create function f(text) returns bool return true; create policy p on t using (f(b))",
        ),
    ],
)
def test_policies(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [("a int, b int", "a bigint, b int"), ("a int, b int", "a int, b int, c int")],
)
def test_policies_on_columns_that_change(pg: embedded.Server, old: str, new: str) -> None:
    policy = (
        "create policy p on t using (a > 1); comment on policy p on t is 'p';"
        "create policy q on other using (exists (select from t where a = c))"
    )
    other = "create table other (c int)"
    both_ways(
        pg,
        f"create table t ({old}); {other}; {policy}",
        f"create table t ({new}); {other}; {policy}",
    )


def test_policy_that_no_longer_reads_a_column(pg: embedded.Server) -> None:
    there, _ = both_ways(
        pg,
        "create table t (a int, b int); create policy p on t using (b > 1)",
        "create table t (a int); create policy p on t using (a > 1)",
    )
    assert there == (
        "alter policy p on public.t using ((a > 1));\nalter table public.t drop column b;"
    )
