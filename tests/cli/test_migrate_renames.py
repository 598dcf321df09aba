"""Migrations that rename what they go on to change run, and are taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.migrating import CONF, Shop, running_shop

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD = """
create schema app; create schema other;
create table app.o (id int primary key, uid int); insert into app.o values (1, 2);
create index i on app.o (uid);
create table app.p (id int) partition by range (id);
create table app.p1 partition of app.p for values from (0) to (10);
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Shop]:
    with running_shop() as shop:
        shop.start_anew()
        shop.sql(OLD)
        shop.sql("create database old template local", database="postgres")
        yield shop


@pytest.fixture
def shop(running: Shop) -> Shop:
    running.start_anew("old")
    return running


@pytest.mark.parametrize(
    ("up", "there"),
    [
        (
            (
                "alter table app.o rename to o_old;"
                " create table app.o (id int primary key, uid int);"
                " insert into app.o select * from app.o_old; drop table app.o_old;"
            ),
            "select id, uid from app.o",
        ),
        ("alter index app.i rename to foo; drop index app.foo;", "select 1, 2"),
        (
            "alter schema app rename to shop; alter table shop.o add z int;",
            "select id, uid from shop.o where z is null",
        ),
        (
            "alter table app.o set schema other; alter table other.o add z int;",
            "select id, uid from other.o where z is null",
        ),
        (
            "alter table app.p1 rename to q1; alter table app.p add z int;",
            "select 1, 2 from pg_attribute where attrelid = 'app.q1'::regclass and attname = 'z'",
        ),
        (
            (
                "begin; alter table app.o rename to q; commit;"
                " create index concurrently j on app.q (id);"
                " begin; alter index app.j rename to k; alter table app.q rename to r;"
                " drop index app.k; alter table app.r add z int; commit;"
                " begin; create table app.o (id int); commit;"
                " begin; alter table app.o rename to n; alter table app.n add z int; commit;"
            ),
            "select id, uid from app.r where z is null and not exists (select z from app.n)",
        ),
    ],
    ids=["table", "index", "schema", "set schema", "partition", "transactions"],
)
def test_a_name_that_is_new(shop: Shop, up: str, there: str) -> None:
    shop.migration("1_it", up)
    shop.confiture("migrate", "up", "--yes")
    assert shop.ask(there) == [(1, 2)]
    assert shop.states() == "1=applied"


def test_steps_of_a_recipe(shop: Shop) -> None:
    (shop.root / "r.conf").write_text(
        CONF
        + """
recipe r {
  migrate local {
    step name {
      run $$ alter table app.o rename to q; alter table app.q add z int $$
      undo $$ alter table app.q rename to o; alter table app.o drop z $$
    }
    step again {
      run $$ alter schema app rename to shop; alter table shop.q add y int $$
      undo $$ alter table shop.q drop y; alter schema shop rename to app; drop index app.i $$
    }
  }
}
"""
    )
    shop.confiture("apply", "r.conf", "--yes")
    assert shop.ask("select z, y from shop.q") == [(None, None)]
    shop.confiture("undo", "--yes")
    assert shop.ask("select * from app.o") == [(1, 2)]


@pytest.mark.parametrize(
    ("first", "second", "renames"),
    [
        (
            "create table users (id serial primary key, mail text unique);",
            "create table users (id bigserial primary key, email text unique);",
            ["users.mail=email"],
        ),
        (
            (
                "create schema app; create table app.users (id int primary key, a int);"
                " create view app.v as select a from app.users;"
            ),
            (
                "create schema shop;"
                " create table shop.people (id bigint primary key, a int not null);"
                " create view shop.v as select a from shop.people;"
            ),
            ["schema app=shop", "app.users=shop.people"],
        ),
        (
            "create schema app; create schema shop; create table app.users (id int, a int);",
            "create schema app; create schema shop; create table shop.users (id bigint, a int);",
            ["app.users=shop.users"],
        ),
    ],
    ids=["column", "schema", "set schema"],
)
def test_what_is_generated(running: Shop, first: str, second: str, renames: list[str]) -> None:
    running.start_anew()
    running.schema(first)
    running.confiture("migrate", "generate", "--name", "one")
    running.confiture("migrate", "up", "--yes")
    one = running.catalog()
    running.schema(second)
    words = [word for rename in renames for word in ("--rename", rename)]
    running.confiture("migrate", "generate", "--name", "two", *words)
    running.confiture("migrate", "up", "--yes")
    two = running.catalog()
    running.confiture("migrate", "down", "--yes")
    assert running.catalog() == one
    running.confiture("migrate", "up", "--yes")
    assert running.catalog() == two


def test_a_dry_run_tells_the_names_of_each_statement(shop: Shop) -> None:
    shop.migration("1_it", "alter table app.p1 rename to q; drop table app.q;")
    done = shop.confiture("migrate", "up", "--dry-run", "--format", "json")
    (migration,) = json.loads(done.out)["migrations"]
    locked = [
        [lock["relation"] for lock in one["effect"]["locks"]] for one in migration["statements"]
    ]
    assert locked == [["app.p1"], ["app.p"]]
    assert migration["statements"][1]["effect"]["lost"] == ["app.q"]
