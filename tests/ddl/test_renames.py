"""Comments that tell former names: what they are about, by where they stand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from confiture.ddl.files import SqlFile
from confiture.ddl.renames import FormerLabel, former_names, parts
from confiture.errors import RecipeError


def file(text: str) -> SqlFile:
    return SqlFile(Path("a.sql"), "a.sql", text, hashlib.sha256(text.encode()).hexdigest())


def told(text: str) -> list[str]:
    """`kind path < former`, of each comment."""
    return [
        f"label {'.'.join(one.type)} {one.former} > {one.label}"
        if isinstance(one, FormerLabel)
        else f"{'/'.join(sorted(one.named.kinds))} {'.'.join(one.named.path)}"
        f" < {'.'.join(one.former)}"
        for one in former_names([file(text)])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- confiture: renamed from a\ncreate table b (x int);", ["table b < a"]),
        ("create table b (x int); -- confiture: renamed from a", ["table b < a"]),
        ("create table b (\n x int\n); -- confiture: renamed from a\n", ["table b < a"]),
        ("create table b ( -- confiture: renamed from a\n x int\n);", ["table b < a"]),
        ("--confiture:RENAMED  FROM app.a \r\ncreate table app.b (x int);",
         ["table app.b < app.a"]),
        ("-- confiture: renamed from A\ncreate table b (x int);", ["table b < a"]),
        ('-- confiture: renamed from "A ""b"""\ncreate table b (x int);', ['table b < A "b"']),
        # Other comments, and letters of more than one byte, between them.
        ("-- é\n-- confiture: renamed from a\n/* é; */ -- é;\ncreate table b (x int);",
         ["table b < a"]),
        # Columns.
        (("create table t (\n  a int, -- confiture: renamed from x\n  é int, -- confiture: renamed"
         " from y\n  -- confiture: renamed from z\n  c int\n);"),
         ["column t.a < x", "column t.é < y", "column t.c < z"]),
        ("create table t (\n  a int\n    not null, -- confiture: renamed from x\n  b int);",
         ["column t.a < x"]),
        ("create table s.t (a int,\n  -- confiture: renamed from c\n  constraint d check (a > 0));",
         ["constraint/foreign-key s.t.d < c"]),
        ("-- confiture: renamed from x\nalter table s.t add column a int;", ["column s.t.a < x"]),
        (("alter table t add a int, -- confiture: renamed from x\n"
         "  -- confiture: renamed from y\n  add b int;"), ["column t.a < x", "column t.b < y"]),
        ("alter table t add a int; -- confiture: renamed from x", ["column t.a < x"]),
        # Two comments about one place.
        ("-- confiture: renamed from a\ncreate table b ( -- confiture: renamed from c\n x int);",
         ["table b < a", "table b < c"]),
        # All that can be named.
        *((f"-- confiture: renamed from a\n{statement};", [f"{what} < a"]) for statement, what in (
            ("create view s.v as select 1", "view s.v"),
            ("create or replace view v as select 1", "view v"),
            ("create materialized view v as select 1", "materialized-view v"),
            ("create table v as select 1", "table v"),
            ("create foreign table f (x int) server s", "table f"),
            ("create sequence s.q", "sequence s.q"),
            ("create type s.e as enum ('x')", "enum s.e"),
            ("create type s.c as (x int)", "composite s.c"),
            ("create type s.r as range (subtype = int4)", "range s.r"),
            ("create domain s.d as int", "domain s.d"),
            ("create function s.f(int) returns int language sql as 'select 1'", "routine s.f"),
            ("create procedure s.f() language sql as 'select 1'", "routine s.f"),
            ("create unique index i on s.t (x)", "index s.i"),
            ("create schema s", "schema s"),
            ("create trigger g before update on s.t execute function f()", "trigger s.t.g"),
            ("create policy p on s.t using (true)", "policy s.t.p"),
            ("create rule r as on delete to s.t do nothing", "rule s.t.r"),
            ("create statistics s.x on a, b from t", "statistics s.x"),
        )),
        # Labels.
        (("-- confiture: label meh is now ok\n-- confiture: label 'so so' is now 'it''s'\n"
         "create type s.mood as enum ('ok');"),
         ["label s.mood meh > ok", "label s.mood so so > it's"]),
        # What is no such comment.
        (("create function f() returns int language sql as $$ -- confiture: renamed from x\n"
         "select 1 $$;\ncreate view v as select '-- confiture: renamed from x' as a;"), []),
        ("-- confiture: backfill\nupdate t set a = 1; -- renamed from x\n", []),
        ("copy t from stdin;\n-- confiture: renamed from x\n\\.\n", []),
    ],
)  # fmt: skip
def test_what_a_comment_is_about(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-- confiture: renamed from a\ninsert into t values (1);\ncreate table b (x int);",
        "-- confiture: renamed from a\n",
        "create table b (x int);\n-- confiture: renamed from a\n",
        "create table t (a int\n -- confiture: renamed from x\n);create table u (a int);",
        "-- confiture: renamed from\ncreate table b (x int);",
        "-- confiture: renamed from a b\ncreate table b (x int);",
        "-- confiture: label a is b\ncreate type s.mood as enum ('ok');",
        "-- confiture: label a is now b\ncreate table b (x int);",
        "create index on t (a); -- confiture: renamed from i",
        "-- confiture: renamed from a\ncreate nothing;",
    ],
)
def test_misplaced(text: str) -> None:
    with pytest.raises(RecipeError) as raised:
        told(text)
    (found,) = raised.value.diagnostics
    assert found.code == "misplaced-comment"
    assert found.span is not None
    assert found.span.text.startswith("-- confiture:")


def test_parts_of_names() -> None:
    assert parts('App."My.T".A') == ("app", "My.T", "a")
