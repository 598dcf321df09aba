"""What no kind models is at least known by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import places

if TYPE_CHECKING:
    from confiture.pg import embedded

EVERYTHING = """
create extension citext; create extension hstore;
create table t (a serial primary key, b citext, c int generated always as identity, check (c > 0),
  d int generated always as (a) stored, e int not null default 5, f int[]);
create table x (a int, b text, exclude using btree (a with =));
create table u (a int references t, b text, unique (a, b))
  partition by range (a);
create table u1 partition of u for values from (1) to (2);
create view v as select * from t; create materialized view m as select * from t;
create type e as enum ('a'); create type k as (a int); create type r as range (subtype = int);
create domain d as int not null check (value > 1);
create function f() returns trigger language plpgsql as 'begin return null; end';
create trigger g before insert on u for each row execute function f();
create rule n as on delete to t do nothing; create policy p on t;
create statistics s on a, c from t;
create publication p for table t; create unlogged sequence q;
"""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("create access method heap2 type table handler heap_tableam_handler",
         ("access method heap2",)),
        (("create subscription s connection 'dbname=x password=secret' publication p"
         " with (connect = false)"), ("subscription s",)),
        (("create temporary table t (a serial check (a > 0), b int default 5, unique (b));"
          " create schema confiture;"
         " create table confiture.t (a serial)"), ()),
    ],
)  # fmt: skip
def test_unmodelled(pg: embedded.Server, sql: str, expected: tuple[str, ...]) -> None:
    with places(pg, "unmodelled") as (place,):
        place.run(sql)
        assert place.read().unmodelled == expected
        if "subscription" in sql:
            place.run("alter subscription s set (slot_name = none); drop subscription s")


def test_everything_is_modelled(pg: embedded.Server) -> None:
    with places(pg, "unmodelled") as (place,):
        place.run(EVERYTHING)
        assert not place.read().unmodelled
