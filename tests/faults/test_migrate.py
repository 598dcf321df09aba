"""Killed at any of its statements, a migration can be finished or taken back: nothing between."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pytest

from tests.migrating import Shop, running_shop

Way: TypeAlias = Literal["up", "down"]

KILLED = -9
MANY = 60
"""More than any point is reached."""

OLD = """
create type mood as enum ('low', 'high');
create table customers (id int primary key, email text, mood mood default 'low', note text);
create table orders (id int primary key, customer int, amount int, code text);
create index orders_code on orders (code);
create view totals as select customer, sum(amount) as amount from orders group by customer;
create view moods as select mood, count(*) from customers group by mood;
"""
NEW = """
create type mood as enum ('low', 'mid', 'high');
create table customers (
  id int primary key, email text, mood mood default 'mid', note text,
  token uuid default gen_random_uuid(), constraint customers_email unique (email)
);
create table orders (
  id int primary key, customer int not null references customers, amount int, code text,
  constraint orders_amount check (amount > 0)
);
create index orders_code on orders (code, id);
create index orders_customer on orders (customer);
create view totals as
  select customer, max(code) as code, sum(amount) as amount from orders group by customer;
create view moods as select mood, count(*) from customers group by mood;
create table extra (id int primary key, customer int references customers);
"""
ROWS = """
insert into customers
  select n, 'c' || n, (array['low', 'high'])[n % 2 + 1]::mood, repeat('x', 300)
  from generate_series(1, 3000) n;
insert into orders select n, n % 3000 + 1, n, 'o' || n from generate_series(1, 6000) n
"""
POINTS = (
    "migrate.before-statement", "migrate.before-apart", "migrate.after-apart",
    "migrate.before-batch", "journal.before-commit", "journal.after-commit",
)  # fmt: skip
FEW: tuple[tuple[str, int, Way], ...] = (
    ("migrate.before-statement", 2, "up"),
    ("migrate.before-apart", 1, "down"),
    ("migrate.after-apart", 2, "up"),
    ("migrate.after-apart", 3, "down"),
    ("migrate.before-batch", 2, "down"),
    ("journal.before-commit", 4, "up"),
    ("journal.after-commit", 6, "down"),
)


@dataclass(frozen=True)
class State:
    """What two databases agree in that went the same way: the catalog in two readings, the rows
    of the columns that stay, and the ledger."""

    catalog: tuple[str, str]
    rows: tuple[tuple[str, ...], ...]
    ledger: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Case:
    """A project whose second migration is to run on the database `old`, and its two ends."""

    shop: Shop
    old: State
    new: State

    def start_over(self, database: str = "old") -> None:
        self.shop.wipe()
        self.shop.sql(f"create database local template {database}", database="postgres")

    def dies(self, failpoints: str, *command: str) -> bool:
        ended = self.shop.confiture(*command, "--yes", failpoints=failpoints, code=None)
        assert ended.code in (KILLED, 0), ended
        return ended.code == KILLED

    def finish(self, way: Way) -> None:
        """Nothing is left to take back of a migration that had not begun yet."""
        begun = any(version == "2" for version, _, _ in self.shop.ledger())
        if way == "up" or begun:
            self.shop.confiture("migrate", way, "--yes")
        assert state(self.shop) == (self.new if way == "up" else self.old)
        assert ends_as_the_ledger_says(self.shop)


def state(shop: Shop) -> State:
    checksums = (
        "select count(*), sum(hashtext(row(id, email, mood::text, note)::text)) from customers",
        "select count(*), sum(hashtext(row(id, customer, amount, code)::text)) from orders",
    )
    rows = (shop.ask(query)[0] for query in checksums)
    return State(shop.catalog(), tuple(tuple(map(str, row)) for row in rows), tuple(shop.ledger()))


def ends_as_the_ledger_says(shop: Shop) -> bool:
    """Whether the last that the history tells of each migration is what stands."""
    query = "select version, state from confiture.migration_history order by begun"
    last = dict(shop.ask(query))
    stands = {version: state for version, state, _ in shop.ledger()}
    gone = {version for version, state in last.items() if state in ("reverted", "undone")}
    return last.keys() == stands.keys() | gone and all(last[one] == stands[one] for one in stands)


@pytest.fixture(scope="module")
def case() -> Iterator[Case]:
    with running_shop() as shop:
        shop.start_anew()
        shop.migration("1_old", OLD)
        shop.confiture("migrate", "up", "--yes")
        shop.sql(ROWS)
        old = state(shop)
        shop.schema(NEW)
        shop.confiture("migrate", "generate", "--name", "new")
        folder = shop.root / "db" / "migrations"
        for part in ("up", "down"):
            (made,) = folder.glob(f"2*_new.{part}.sql")
            made.rename(folder / f"2_new.{part}.sql")
        shop.sql("create database old template local", database="postgres")
        shop.confiture("migrate", "up", "--yes")
        assert shop.confiture("diff", "local", "db/schema", "--exit-code").code == 0
        assert shop.ask("select count(*) from customers where token is null") == [(0,)]
        new = state(shop)
        shop.sql("create database new template local", database="postgres")
        yield Case(shop, old, new)


def test_it_has_every_online_form(case: Case) -> None:
    text = (case.shop.root / "db" / "migrations" / "2_new.up.sql").read_text().lower()
    for form in (
        "-- confiture: backfill", "not valid", "validate constraint", "add value", "create view",
        "create unique index concurrently", "using index", "drop index concurrently",
        "create index concurrently", "rename to",
    ):  # fmt: skip
        assert form in text
    assert case.old.rows == case.new.rows
    assert case.old.catalog != case.new.catalog


def test_back(case: Case) -> None:
    """The written way back, undisturbed."""
    case.start_over("new")
    case.shop.confiture("migrate", "down", "--yes")
    assert state(case.shop) == case.old


@pytest.mark.parametrize(("point", "hit", "way"), FEW)
def test_killed(case: Case, point: str, hit: int, way: Way) -> None:
    case.start_over()
    assert case.dies(f"{point}=kill@{hit}", "migrate", "up")
    case.finish(way)


@pytest.mark.soak
@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_each(case: Case, point: str, way: Way) -> None:
    for hit in range(1, MANY):
        case.start_over()
        if not case.dies(f"{point}=kill@{hit}", "migrate", "up"):
            break
        case.finish(way)
    else:
        pytest.fail("no run survived")
    assert hit > 1


@pytest.mark.soak
@pytest.mark.parametrize("point", POINTS[:3] + POINTS[4:])
def test_killed_on_the_way_back(case: Case, point: str) -> None:
    for hit in range(1, MANY):
        case.start_over("new")
        if not case.dies(f"{point}=kill@{hit}", "migrate", "down"):
            break
        case.finish("down")
    else:
        pytest.fail("no run survived")
    assert hit > 1


@pytest.mark.soak
@pytest.mark.parametrize("point", POINTS[:3] + POINTS[4:])
def test_killed_while_it_is_taken_back(case: Case, point: str) -> None:
    for hit in range(1, MANY):
        case.start_over()
        assert case.dies("migrate.after-apart=kill@3", "migrate", "up")
        if not case.dies(f"{point}=kill@{hit}", "migrate", "down"):
            break
        case.finish("down")
    else:
        pytest.fail("no run survived")
    assert hit > 1


@pytest.mark.soak
def test_killed_again_and_again(case: Case) -> None:
    """Each process gets a little further, or one has to."""
    case.start_over()
    for _ in range(MANY):
        if not case.dies("journal.after-commit=kill@3", "migrate", "up"):
            break
    case.finish("up")


BUILDING = "query ~* '^ *create (unique )?index concurrently' and state = 'active'"


@contextmanager
def building(shop: Shop) -> Iterator[subprocess.Popen[str]]:
    """A migration in the middle of an index's build, which waits for a client."""
    failpoints = f"migrate.before-apart=wait {shop.waits}"
    with shop.start("migrate", "up", "--yes", failpoints=failpoints) as process:
        shop.wait_until(shop.waits.exists)
        with shop.connect("local") as other:
            other.execute("begin; insert into orders values (0, 1, 1, 'held')")
            other.execute("insert into customers (id) values (0)")
            shop.waits.unlink()
            shop.wait_for(f"select from pg_stat_activity where {BUILDING}")
            yield process
            other.execute("rollback")


@pytest.mark.parametrize("way", ["up", "down"])
def test_the_session_of_an_index_ends(case: Case, way: Way) -> None:
    """As by pg_terminate_backend, in the middle of a build."""
    shop = case.shop
    case.start_over()
    end = f"select pg_terminate_backend(pid) from pg_stat_activity where {BUILDING}"
    with building(shop) as process:
        shop.rows("postgres", end)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1, out + err
    assert "Traceback" not in err
    assert "confiture resume" in err
    case.finish(way)


def test_stopped_by_its_user(case: Case) -> None:
    """By Ctrl-C in the middle of an index's build: nothing invalid is left after the next run."""
    case.start_over()
    with building(case.shop) as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    case.finish("up")


def test_killed_in_the_middle_of_a_build(case: Case) -> None:
    """The server goes on with it for a while, and nobody knows."""
    case.start_over()
    with building(case.shop) as process:
        process.kill()
        process.communicate(timeout=60)
    case.finish("up")


def test_two_at_once(case: Case) -> None:
    """One applies; the other says who does, or has nothing left to do."""
    shop = case.shop
    case.start_over()
    failpoints = f"migrate.before-apart=wait {shop.waits}"
    with shop.start("migrate", "up", "--yes", failpoints=failpoints) as first:
        shop.wait_until(shop.waits.exists)
        second = shop.confiture("migrate", "up", "--yes", code=1)
        assert "error[run-in-progress]" in second.err
        shop.waits.unlink()
        out, err = first.communicate(timeout=60)
    assert first.returncode == 0, out + err
    assert state(shop) == case.new
    assert "up to date" in shop.confiture("migrate", "up", "--yes").err


def test_a_plan_that_another_run_has_made_stale(case: Case) -> None:
    """Planned before the other had begun."""
    shop = case.shop
    case.start_over()
    recipe = 'include "confiture.conf"\nrecipe up { migrate local }\n'
    (shop.root / "up.conf").write_text(recipe)
    shop.confiture("plan", "up.conf", "-o", "up.json")
    shop.confiture("migrate", "up", "--yes")
    ended = shop.confiture("apply", "up.json", "--yes", code=3)
    assert "error[" in ended.err
    assert state(shop) == case.new
