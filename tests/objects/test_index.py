"""Indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

NOTHING = ""
TABLE = """
create schema app;
create function app.half(n int) returns int immutable language sql return n / 2;
create table app.t (a int not null, b text, c int[], v varchar(9));
create table app."Odd t" ("Odd ""col" int not null);
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "create index i on app.t (a)"),
        (NOTHING, "create unique index i on app.t (a, b) include (v)"),
        (NOTHING, 'create index "Weird Name" on app."Odd t" ("Odd ""col") with (fillfactor = 50)'),
        ("create index i on app.t (a)", "create index i on app.t (b)"),
        ("create index i on app.t (a)", "create unique index i on app.t (a)"),
        ("create index i on app.t (a)", "create index i on app.t using hash (a)"),
        ("create index i on app.t (a)", "create index i on app.t (a desc nulls last)"),
        ("create index i on app.t (b)", 'create index i on app.t (b collate "C" text_pattern_ops)'),
        ("create index i on app.t (c)", "create index i on app.t using gin (c)"),
        ("create unique index i on app.t (a)",
         "create unique index i on app.t (a) nulls not distinct"),
        ("create index i on app.t (a)", "create index i on app.t (app.half(a), (a + 1))"),
        ("create index i on app.t (a)", "create index i on app.t (a) where b = 'x'"),
        ("create index i on app.t (a) where b = 'x'", "create index i on app.t (a) where a > 1"),
        ("create index i on app.t (a) where a > 0",
         "create index i on app.t (a) with (fillfactor = 70, deduplicate_items = off) where a > 0"),
        ("create index i on app.t (a) with (fillfactor = 70, deduplicate_items = off)",
         "create index i on app.t (a) with (fillfactor = 80)"),
        ("create index i on app.t (a) where case when a > 0 then b = 'x' else b is null end",
         ("create index i on app.t (a) with (fillfactor = 70)"
         " where case when a > 0 then b = 'x' else b is null end")),
        (NOTHING, "create index i on app.t (a) where v in ('x', 'y')"),
        (NOTHING, ("create index i on app.t ((b = ' WITH (fillfactor=''70'')'))"
         " with (fillfactor = 70) where b <> ' WITH (fillfactor=''70'')'")),
        ("create index i on app.t using brin (a)",
         "create index i on app.t using brin (a) with (pages_per_range = 7, autosummarize = on)"),
        ("create index i on app.t using gin (c)",
         "create index i on app.t using gin (c) with (fastupdate = off)"),
        ("create index i on app.t ((a + 1))",
         "create index i on app.t ((a + 1)); alter index app.i alter column 1 set statistics 9"),
        ("create index i on app.t (a)",
         "create index i on app.t (a); comment on index app.i is 'it''s'"),
        ("create index i on app.t (a); comment on index app.i is 'old'",
         "create index i on app.t (b); comment on index app.i is 'new'"),
        ("create index i on app.t (a)", "alter table app.t add constraint i unique (a)"),
        ("create index i on app.t (a)", "create table app.i (x int)"),
    ],
)  # fmt: skip
def test_indexes(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


TWO = "create unique index i on app.t (a); create unique index j on app.t (a, b);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "alter table app.t cluster on i"),
        ("alter table app.t cluster on i", "alter table app.t cluster on j"),
        (NOTHING, "alter table app.t replica identity using index i"),
        ("alter table app.t replica identity using index i",
         "alter table app.t replica identity full"),
        ("alter table app.t replica identity using index i",
         ("alter table app.t add constraint k unique (a);"
         "alter table app.t replica identity using index k")),
    ],
)  # fmt: skip
def test_flags(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + TWO + old, TABLE + TWO + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a int, b text", "a bigint, b text"),
        ("a int, b text", "a int, b varchar(9)"),
        ("a int, b text", "a text, b text"),
        ("a int, b text", "a int"),
    ],
)
def test_columns_change(pg: embedded.Server, old: str, new: str) -> None:
    """PostgreSQL makes the indexes of a column anew when its type changes; those whose text
    changes with it are ours to make."""
    ddl = [f"create table t ({columns}); create index i on t (a) with (fillfactor = 70);"
           f"comment on index i is 'kept'; alter table t cluster on i;"
           for columns in (old, new)]  # fmt: skip
    with_predicate = "create index j on t (a) where b = 'x'"
    both_ways(pg, *(one + (with_predicate if "b " in one else "") for one in ddl))


def test_materialized_view(pg: embedded.Server) -> None:
    view = "create materialized view app.m as select a, b from app.t;"
    both_ways(
        pg,
        TABLE + view,
        f"{TABLE}{view} create unique index i on app.m (a); alter table app.m cluster on i;"
        "comment on index app.i is 'x'",
    )


def test_tablespace(pg: embedded.Server) -> None:
    with_template = "create index i on t (a) tablespace pg_default"
    both_ways(pg, "create table t (a int)", f"create table t (a int); {with_template}")


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg,
        TABLE + TWO + "alter table app.t cluster on i",
        TABLE + TWO + "alter table app.t cluster on j; alter index app.i set (fillfactor = 50)",
    )
    assert there == ("alter index app.i set (fillfactor='50');\nalter table app.t cluster on j;")
    assert back == ("alter index app.i reset (fillfactor);\nalter table app.t cluster on i;")
