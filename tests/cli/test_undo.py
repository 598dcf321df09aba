"""Steps of migrations there and back, with the process killed on its way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from confiture import api, past
from confiture.errors import StalePlan
from confiture.pg import embedded
from tests.conftest import project_directory
from tests.faults.project import Project

KILLED = -9
ROWS = 20_000
ENVIRONMENTS = 'environment production {\n  embedded = "shop"\n  seeds = "seeds"\n}\n'
BEFORE = f"""
drop schema if exists public, confiture cascade;
create schema public;
create table users (id int generated always as identity primary key, about text);
create table log (id int generated always as identity primary key, what text);
insert into users (about) select case when n % 2 = 0 then 'about ' || n end
  from generate_series(1, {ROWS}) n;
"""
STATE = """
select 'column', a.attrelid::regclass::text, a.attname::text from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0
  and not attisdropped
union all
select 'index', indexrelid::regclass::text, indisvalid::text from pg_index i
  join pg_class c on c.oid = i.indexrelid where relnamespace = 'public'::regnamespace
union all select 'users', 'rows', md5(string_agg(to_jsonb(u)::text, ',' order by id)) from users u
union all select 'log', 'rows', coalesce(string_agg(l::text, ',' order by id), '') from log l
order by 1, 2, 3"""

ADD = """
  step add {
    run $$ alter table users add bio text; alter table users add n int $$
    run $$ insert into log (what) values ('added') $$
    undo $$
      alter table users drop n;
      alter table users drop bio;
      delete from log;
      alter table log alter id restart;
    $$
  }
"""
FILL = """
  step fill {
    backfill users set $$ bio = coalesce(about, '') $$ where $$ bio is null $$
    verify $$ select not exists (select from users where bio is null) $$ else "some have no bio"
    undo $$ update users set bio = null where bio is not null $$
  }
"""
INDEX = """
  step index {
    run $$ create index concurrently users_bio on users (bio) $$
    undo $$ drop index concurrently users_bio $$
  }
"""
ONCE = """
  step fill {
    backfill users set $$ bio = coalesce(about, '') $$ where $$ bio is null $$
    irreversible because "the old value was always null"
  }
"""

State = list[tuple[str, ...]]


@dataclass(frozen=True)
class Shop:
    root: Path
    server: embedded.Server

    def begin(self, *steps: str, more: str = "") -> State:
        """The database as it was before anything ran, and a recipe; what the database holds."""
        for left in (self.root / ".confiture" / "runs").glob("*.json"):
            left.unlink()
        with self.connect() as connection:
            connection.execute(BEFORE.encode())
        migrate = "\n".join(("migrate production {", *steps, "}"))
        text = f'include "confiture.conf"\nrecipe bio {{\n{migrate}\n{more}\n}}\n'
        (self.root / "bio.conf").write_text(text)
        return self.state()

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.server.dsn("shop"), autocommit=True)

    def state(self) -> State:
        with self.connect() as connection:
            return connection.execute(STATE.encode()).fetchall()

    def runs(self) -> list[str]:
        """The states of all runs, the first one first."""
        with self.connect() as connection:
            query = "select state from confiture.run order by started"
            return [state for (state,) in connection.execute(query)]

    def unfinished(self) -> int:
        return len(list((self.root / ".confiture" / "runs").glob("*.json")))

    def confiture(self, *arguments: str, code: int = 0, failpoints: str = "") -> str:
        project = Project(self.root, self.server)
        ended = project.confiture(*arguments, code=code, failpoints=failpoints)
        return ended.out + ended.err


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with project_directory() as root, embedded.lease(root) as server:
        (root / "confiture.conf").write_text(ENVIRONMENTS)
        (root / "seeds").mkdir()
        (root / "seeds" / "log.sql").write_text("insert into log (what) values ('seeded');")
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
            connection.execute("create database shop")
        yield Shop(root, server)


def test_there_and_back(shop: Shop) -> None:
    before = shop.begin(ADD, FILL, INDEX)
    shop.confiture("apply", "bio.conf")
    assert ("index", "users_bio", "true") in shop.state()
    said = shop.confiture("undo")
    assert "3 of 3 steps done" in said
    assert "step add: rows or values are lost: alter table users drop n;" in said
    assert shop.state() == before
    assert shop.runs() == ["undone", "done"]
    assert "no run has done a step of a migration" in shop.confiture("undo", code=64)


def soak(*values: str) -> object:
    return pytest.param(*values, marks=pytest.mark.soak)


POINTS = [
    "journal.before-commit=kill@2", "migrate.before-batch=kill@2", "migrate.after-apart=kill",
    "run.before-close=kill", soak("journal.before-commit=kill@1"),
    soak("journal.after-commit=kill@2"), soak("migrate.before-apart=kill"),
    soak("journal.before-commit=kill@4"),
]  # fmt: skip
POINTS_BACK = [
    ("migrate.after-apart=kill", "resume"), ("journal.after-commit=kill@1", "undo"),
    ("journal.before-commit=kill@2", "resume"), ("run.before-close=kill", "resume"),
    soak("migrate.before-apart=kill", "resume"), soak("journal.before-commit=kill@1", "resume"),
    soak("journal.after-commit=kill@1", "resume"), soak("migrate.before-apart=kill", "undo"),
    soak("journal.before-commit=kill@3", "undo"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reached(shop: Shop) -> State:
    """What a run that nobody disturbs leads to."""
    shop.begin(ADD, FILL, INDEX)
    shop.confiture("apply", "bio.conf")
    return shop.state()


@pytest.mark.parametrize("point", POINTS)
def test_killed_on_the_way(shop: Shop, reached: State, point: str) -> None:
    shop.begin(ADD, FILL, INDEX)
    shop.confiture("apply", "bio.conf", code=KILLED, failpoints=point)
    shop.confiture("resume")
    assert shop.state() == reached
    assert (shop.runs(), shop.unfinished()) == (["done"], 0)


@pytest.mark.parametrize(("point", "again"), POINTS_BACK)
def test_killed_on_the_way_back(shop: Shop, point: str, again: str) -> None:
    """The undo goes on, or another one does what is left."""
    before = shop.begin(ADD, FILL, INDEX)
    shop.confiture("apply", "bio.conf")
    shop.confiture("undo", code=KILLED, failpoints=point)
    shop.confiture(again)
    assert shop.state() == before
    assert shop.runs() == ["undone", *(["interrupted"] if again == "undo" else []), "done"]


def test_another_undo_knows_of_one_that_was_begun(shop: Shop) -> None:
    before = shop.begin(ADD, FILL, INDEX)
    shop.confiture("apply", "bio.conf")
    shop.confiture("undo", code=KILLED, failpoints="migrate.after-apart=kill")
    assert "go on with the undo that was begun: confiture resume" in shop.confiture("undo", code=4)
    shop.confiture("resume")
    assert shop.state() == before


@pytest.mark.parametrize("point", POINTS)
def test_back_from_half_way(shop: Shop, point: str) -> None:
    """What a killed run has done is taken back, be it one step or a half."""
    before = shop.begin(ADD, FILL, INDEX.replace("concurrently users_bio $$", IF_EXISTS))
    shop.confiture("apply", "bio.conf", code=KILLED, failpoints=point)
    if shop.state() == before:
        shop.confiture("undo", code=64)
        return
    shop.confiture("undo")
    assert shop.state() == before
    assert (shop.runs()[0], shop.unfinished()) == ("undone", 0)
    shop.confiture("resume", code=64)


IF_EXISTS = "concurrently if exists users_bio $$"


def test_nothing_is_undone_where_a_step_is_irreversible(shop: Shop) -> None:
    shop.begin(ADD, ONCE, INDEX, more="seed production")
    shop.confiture("apply", "bio.conf")
    there = shop.state()
    said = shop.confiture("undo", code=4)
    assert "step fill of migrate production cannot be undone: the old value was always null" in said
    assert shop.state() == there
    assert shop.runs() == ["done"]


def test_an_irreversible_step_that_was_not_reached(shop: Shop) -> None:
    before = shop.begin(ADD, ONCE)
    shop.confiture("apply", "bio.conf", code=KILLED, failpoints="journal.after-commit=kill@2")
    shop.confiture("undo")
    assert shop.state() == before


def test_a_step_that_says_nothing_of_its_undo(shop: Shop) -> None:
    shop.begin("step add { run $$ alter table users add bio text $$ }")
    said = shop.confiture("apply", "bio.conf")
    assert "note: step add on production cannot be undone: it has no `undo`" in said
    assert "step add of migrate production has no `undo`" in shop.confiture("undo", code=4)


def test_what_is_not_undone_is_named(shop: Shop) -> None:
    shop.begin(ADD.replace("delete from log;", ""), more="seed production\n")
    shop.confiture("apply", "bio.conf")
    assert "not undone: seed production" in shop.confiture("undo")
    assert [row[2] for row in shop.state() if row[0] == "log"] == ["(1,added),(2,seeded)"]


def test_runs_by_name(shop: Shop) -> None:
    """An older run is taken back when it is named; other runs are nothing to undo."""
    table = "step t {{ run $$ create table {0} (x int) $$\nundo $$ drop table {0} $$ }}"
    before = shop.begin(table.format("a"))
    shop.confiture("apply", "bio.conf")
    first = _latest(shop)
    (shop.root / "bio.conf").write_text(
        f'include "confiture.conf"\nrecipe b {{\nmigrate production {{\n{table.format("b")}\n}}\n}}'
    )
    shop.confiture("apply", "bio.conf")
    shop.confiture("undo", first)
    assert [row for row in shop.state() if row not in before] == [("column", "b", "x")]
    said = shop.confiture("undo", first, code=64)
    assert f"run {first} has, or no longer has, done a step of a migration" in said
    assert "did you mean" in shop.confiture("undo", first[:-1] + "x", code=64)
    told = json.loads(shop.confiture("undo", "--format", "json", "--yes").splitlines()[-1])
    assert [one["step"] for one in told["steps"]] == ["undo migrate production t"]
    assert shop.runs() == ["undone", "undone", "done", "done"]


def _latest(shop: Shop) -> str:
    with shop.connect() as connection:
        query = "select id from confiture.run order by started desc limit 1"
        return str(connection.execute(query).fetchall()[0][0])


def test_an_undo_that_does_not_work(shop: Shop) -> None:
    """It is found out before anything is undone."""
    shop.begin(ADD, INDEX)
    shop.confiture("apply", "bio.conf")
    with shop.connect() as connection:
        connection.execute("alter table users drop n")
    there = shop.state()
    said = shop.confiture("undo", code=4)
    assert 'bio.conf:9:7: scratch: column "n" of relation "users" does not exist' in said
    assert shop.state() == there
    shop.confiture("undo", "--force", code=1)
    assert [row for row in there if row not in shop.state()] == [("index", "users_bio", "true")]


def test_a_plan_of_an_undo_that_is_stale(shop: Shop) -> None:
    """Nothing is undone by a plan that does not know all that was done."""
    note = (
        "step {0} {{ run $$ insert into log (what) values ('{0}') $$\nundo $$ delete from log $$ }}"
    )
    shop.begin(note.format("one"), note.format("two"))
    shop.confiture("apply", "bio.conf", code=KILLED, failpoints="journal.after-commit=kill@1")
    plan = past.undo(api.load(shop.root / "confiture.conf"))
    shop.confiture("resume")
    with pytest.raises(StalePlan, match="has gone on since the plan was made"):
        list(api.apply(plan, root=shop.root))
    assert shop.runs()[0] == "done"
