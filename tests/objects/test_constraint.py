"""Checks, keys and exclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

NOTHING = ""
CASE = "case when a > 0 then b = 'x' else b is null end"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "primary key (a)"),
        (NOTHING, "unique (a, b)"),
        (NOTHING, "check (a > 0)"),
        (NOTHING, "exclude using btree (a with =)"),
        (NOTHING, 'constraint "Weird Name" unique ("Odd ""col")'),
        (NOTHING, 'constraint "Weird Name" check ("Odd ""col" > 0)'),
        ("constraint k unique (a)", "constraint k unique (b)"),
        ("constraint k unique (a)", "constraint k primary key (a)"),
        ("constraint k unique (a)", "constraint k check (a > 0)"),
        ("constraint k check (a > 0)", "constraint k foreign key (a) references r (id)"),
        ("constraint k unique (a)", "constraint k unique (a) include (b)"),
        ("constraint k unique (a)", "constraint k unique nulls not distinct (a)"),
        ("constraint k unique (a)", "constraint k unique (a) deferrable"),
        ("constraint k unique (a)", "constraint k unique (a) deferrable initially deferred"),
        ("constraint k unique (a)", "constraint k unique (a) with (fillfactor = 70)"),
        ("constraint k unique (a) with (fillfactor = 70)",
         "constraint k unique (a) with (fillfactor = 80, deduplicate_items = off) deferrable"),
        ("constraint k check (a > 0)", "constraint k check (a > 1)"),
        ("constraint k check (a > 0)", "constraint k check (a > 0) no inherit"),
        (NOTHING, f"constraint k check ({CASE})"),
        (NOTHING, "constraint k check (v in ('a', 'it''s', '1]::x'))"),
        (NOTHING, "constraint k check (v in ('a', w, null))"),
        ("constraint k exclude using btree (a with =)",
         "constraint k exclude using btree (a with =) where (a > 0)"),
        ("constraint k exclude using btree (a with =) where (a > 0)",
         (f"constraint k exclude using btree (a with =, b with =) with (fillfactor = 60)"
         f" where ({CASE}) deferrable initially deferred")),
        ("constraint k exclude using btree (a with =) where (a > 0)",
         "constraint k exclude using btree (a with =) with (fillfactor = 60) where (a > 0)"),
    ],
)  # fmt: skip
def test_constraints(pg: embedded.Server, old: str, new: str) -> None:
    columns = 'a int not null, b text, v varchar(9), w varchar, "Odd ""col" int'
    both_ways(pg, *(_table(columns, constraint) for constraint in (old, new)))


def _table(columns: str, constraint: str) -> str:
    lines = ", ".join(filter(None, (columns, constraint)))
    return f'create table r (id int primary key); create table "My t" ({lines})'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "alter table t add constraint k check (a > 0) not valid"),
        ("alter table t add constraint k check (a > 0)",
         "alter table t add constraint k check (a > 0) not valid"),
        ("alter table t add constraint k unique (a)",
         "alter table t add constraint k unique (a); alter table t cluster on k"),
        ("alter table t add constraint k unique (a); alter table t cluster on k",
         ("alter table t add constraint k unique (a); create index i on t (b);"
         "alter table t cluster on i")),
        ("alter table t add constraint k unique (a)",
         "alter table t add constraint k unique (a); alter table t replica identity using index k"),
        ("alter table t add constraint k unique (a); alter table t replica identity using index k",
         ('alter table t add constraint "K" unique (a);'
         'alter table t replica identity using index "K"')),
        ("alter table t add constraint k unique (a)",
         ("alter table t add constraint k unique (a);"
         "comment on constraint k on t is 'it''s'; comment on index k is E'back\\\\slash'")),
        ("alter table t add constraint k check (a > 0); comment on constraint k on t is 'old'",
         "alter table t add constraint k check (a > 1); comment on constraint k on t is 'new'"),
        ("alter table t add constraint k exclude using btree (abs(a) with =)",
         ("alter table t add constraint k exclude using btree (abs(a) with =);"
         "alter index k alter column 1 set statistics 7")),
        # A view that groups by the primary key depends on it.
        ("alter table t add constraint k primary key (a)",
         "alter table t add constraint k primary key (a) include (b)"),
        # The statement that reads a check knows the types of its day.
        ("alter table t add constraint k check (b = 'x')",
         "alter table t alter b type varchar(9); alter table t add constraint k check (b = 'x')"),
        ("alter table t add constraint k unique (a, b)",
         "alter table t alter a type bigint; alter table t add constraint k unique (a, b)"),
    ],
)  # fmt: skip
def test_changes(pg: embedded.Server, old: str, new: str) -> None:
    table = "create table t (a int not null, b text);"
    both_ways(pg, table + old, table + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "constraint k primary key (id, valid without overlaps)"),
        ("constraint k unique (id, valid)", "constraint k unique (id, valid without overlaps)"),
        ("constraint k check (id > 0)", "constraint k check (id > 0) not enforced"),
    ],
)
def test_newer(pg: embedded.Server, old: str, new: str) -> None:
    if pg.binaries.major < 18:
        pytest.skip("needs PostgreSQL 18")
    columns = "id int4range not null, valid daterange not null"
    if "id >" in new:
        columns = "id int"
    both_ways(pg, *(_table(columns, constraint) for constraint in (old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "alter table p add constraint k check (a > 0)"),
        ("alter table p add constraint k check (a > 0)",
         "alter table p add constraint k check (a > 1)"),
        ("alter table c add constraint k check (a > 0)",
         ("alter table c add constraint k check (a > 0);"
         "alter table p add constraint k check (a > 0)")),
        ("alter table p add constraint k check (a > 0) not valid",
         "alter table p add constraint k check (a > 0)"),
        ("alter table p add constraint k check (a > 0)",
         "alter table p add constraint k check (a > 0); create table d () inherits (p)"),
        ("alter table p add constraint k check (a > 0)",
         "alter table p add constraint k check (a > 0) no inherit"),
    ],
)  # fmt: skip
def test_inherited_checks(pg: embedded.Server, old: str, new: str) -> None:
    tables = "create table p (a int); create table c () inherits (p);"
    both_ways(pg, tables + old, tables + new)


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg,
        "create table t (a int not null, constraint k unique (a))",
        "create table t (a int not null, constraint k unique (a) with (fillfactor = 70));"
        "alter table t add constraint c check (a > 0) not valid",
    )
    assert there == (
        "alter table public.t add constraint c CHECK ((a > 0)) not valid;\n"
        "alter index public.k set (fillfactor='70');"
    )
    assert back == (
        "alter table public.t drop constraint c;\nalter index public.k reset (fillfactor);"
    )


def test_validation(pg: embedded.Server) -> None:
    check = "create table t (a int); alter table t add constraint k check (a > 0)"
    there, _ = both_ways(pg, f"{check} not valid", check)
    assert there == "alter table public.t validate constraint k;"
