"""Enumerations: labels added in place, and types made anew under columns that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_MOOD = "create type mood as enum ('sad', 'ok', 'glad');"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", _MOOD),
        ("create type mood as enum ()", _MOOD),
        (_MOOD, "create type mood as enum ('sad', 'so-so', 'ok', 'it''s fine', 'glad', 'mad');"),
        (_MOOD, "create type mood as enum ('a', 'b', 'sad', 'ok', 'glad');"),
        (_MOOD, "create type mood as enum ('glad', 'ok', 'sad');"),
        (_MOOD, f"{_MOOD} comment on type mood is 'how one feels'"),
        (_MOOD, f"{_MOOD} revoke usage on type mood from public"),
        (
            """create type "Weird Name" as enum ('a', 'b');
               create table "T" ("C" "Weird Name" default 'a' not null)""",
            """create type "Weird Name" as enum ('a', E'\\\\"');
               create table "T" ("C" "Weird Name" default 'a' not null)""",
        ),
        (_MOOD, "create table mood (a int)"),
    ],
)
def test_enums(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


_REORDERED = "create type mood as enum ('glad', 'sad', 'mad');"


@pytest.mark.parametrize(
    "dependents",
    [
        "create table t (a mood, b mood[], c int)",
        "create table t (a mood default 'sad', b mood[] default array['sad'::mood])",
        "create table t (a mood); create view v as select a, a = 'sad' as low from t",
        "create table t (a mood); create view v as select a from t; grant select on v to public",
        "create table t (a mood check (a <> 'sad'), c int check (c > 0))",
        "create table t (a mood primary key); create table u (a mood references t)",
        "create table t (a mood); create index i on t (a) where a > 'sad'; create index j on t (a)",
        "create table t (a mood, c bool generated always as (a = 'sad') stored)",
        "create table t (a mood, c mood generated always as ('sad'::mood) stored)",
        "create table t (a mood); create table u () inherits (t)",
        "create function f(mood) returns mood language sql as 'select $1'",
        "create domain d as mood default 'sad' check (value <> 'sad'); create table t (a d, b d[])",
        "create type c as (m mood); create table t (a c, m mood)",
        "create type r as range (subtype = mood); create table t (a r)",
    ],
)
def test_labels_that_go(pg: embedded.Server, dependents: str) -> None:
    both_ways(pg, f"{_MOOD} {dependents}", f"{_REORDERED} {dependents}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a mood", "a text"),
        ("a mood", "a other default 'sad'"),
        ("a mood default 'sad'", "a text default 'sad'"),
        ("a mood, b int", "b int, c mood"),
        ("a mood default 'sad'", "a mood default 'mad' not null"),
    ],
)
@pytest.mark.parametrize("labels", [_MOOD, "create type mood as enum ('sad', 'mad');"])
def test_columns_that_change_too(pg: embedded.Server, old: str, new: str, labels: str) -> None:
    labels = f"{labels} create type other as enum ('sad');"
    into = "create type other as enum ('sad'); create type mood as enum ('sad', 'mad', 'glad');"
    both_ways(pg, f"{labels} create table t ({old})", f"{into} create table t ({new})")


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg,
        "create type mood as enum ('sad', 'glad'); create table t (a mood default 'sad')",
        "create type mood as enum ('sad', 'ok', 'glad'); create table t (a mood default 'sad')",
    )
    assert there == "alter type public.mood add value 'ok' after 'sad';"
    assert back == (
        "alter table only public.t alter column a drop default;\n"
        'alter type public.mood rename to "mood (old)";\n'
        "create type public.mood as enum ('sad', 'glad');\n"
        "alter table public.t alter column a type public.mood using a::text::public.mood;\n"
        'drop type public."mood (old)";\n'
        "alter table only public.t alter column a set default 'sad'::public.mood;"
    )
