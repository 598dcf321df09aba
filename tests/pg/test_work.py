"""What one step sees of the world, and how it is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

import pytest

from confiture import _kernel
from confiture.errors import DatabaseError, Interrupted
from confiture.execute.cancellation import Cancellation
from confiture.pg.databases import Databases
from confiture.pg.ledger import Ledger
from confiture.pg.session import BulkSession, Session
from confiture.pg.work import Holdings, StepWork
from confiture.steps.abc import Fact
from confiture.steps.snapshot import HoldSnapshot, snapshot_fact
from tests.conftest import Database
from tests.pg.support import access_to, databases_of, end_sessions, ledger_of, work_of

SLEEP = "select pg_sleep(60)"


@pytest.fixture
def databases(database: Database) -> Iterator[Databases]:
    with databases_of(access_to(database, max_connections=2)) as opened:
        yield opened


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    with ledger_of(databases, "run") as locked:
        yield locked


Way: TypeAlias = Callable[[StepWork], AbstractContextManager[Session | BulkSession]]


def committing(work: StepWork) -> AbstractContextManager[Session]:
    return work.commit()


def reading(work: StepWork) -> AbstractContextManager[Session]:
    return work.session("local")


def bulk_committing(work: StepWork) -> AbstractContextManager[BulkSession]:
    return work.bulk_commit({})


def bulk_reading(work: StepWork) -> AbstractContextManager[BulkSession]:
    return work.bulk("local", None)


WAYS: tuple[Way, ...] = (committing, reading, bulk_committing, bulk_reading)


@pytest.mark.parametrize("way", WAYS)
def test_a_query_is_cancelled_as_interrupted(
    databases: Databases, ledger: Ledger, way: Way
) -> None:
    cancellation = Cancellation()
    work = work_of(databases, ledger, cancellation=cancellation)
    timer = threading.Timer(0.3, cancellation.set)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Interrupted), way(work) as session:
        session.query(SLEEP)
    assert time.monotonic() - began < 5
    assert ledger.done(["local"]) == {}


@pytest.mark.parametrize("way", WAYS)
def test_a_query_that_begins_after_the_cancellation_is_stopped_too(
    databases: Databases, ledger: Ledger, way: Way
) -> None:
    """The cancellation arrives between two statements of a step."""
    cancellation = Cancellation()
    work = work_of(databases, ledger, cancellation=cancellation)
    began = time.monotonic()

    def act() -> None:
        with way(work) as session:
            cancellation.set()
            time.sleep(0.4)
            session.query(SLEEP)

    with pytest.raises(Interrupted):
        act()
    assert time.monotonic() - began < 5


def test_a_timeout_is_no_interruption(databases: Databases, ledger: Ledger) -> None:
    work = work_of(databases, ledger)
    with pytest.raises(DatabaseError, match="statement timeout"), work.commit() as session:
        session.script(f"set local statement_timeout = 50; {SLEEP}")


@pytest.mark.parametrize("way", WAYS)
def test_a_lost_connection_says_how_to_go_on(
    databases: Databases, ledger: Ledger, database: Database, way: Way
) -> None:
    work = work_of(databases, ledger)

    def act() -> None:
        with way(work) as session:
            end_sessions(database)
            session.query("select 1")

    with pytest.raises(DatabaseError, match="confiture resume"):
        act()
    assert ledger.done(["local"]) == {}


def test_a_failed_copy_is_a_database_error_without_values(
    databases: Databases, ledger: Ledger, database: Database
) -> None:
    with database.connect() as connection:
        connection.execute("create table a (t text); create table b (t int)")
        connection.execute("insert into a values ('canary-7')")
    work = work_of(databases, ledger)

    def copy() -> None:
        with work.bulk("local", None) as source, work.bulk_commit({}) as target:
            _kernel.copy(
                source.link, target.link, "copy public.a to stdout", "copy public.b from stdin",
                format="text", masks=[None],
            )  # fmt: skip

    with pytest.raises(DatabaseError) as caught:
        copy()
    assert "canary-7" not in f"{caught.value} {caught.value.__cause__}"


def test_sessions_within_sessions_never_wait_for_each_other(database: Database) -> None:
    """Making a database holds one session, and wants more."""
    narrow = databases_of(access_to(database, max_connections=1))
    with narrow as databases, ledger_of(databases, "run") as ledger:
        work = work_of(databases, ledger)
        with (
            work.session("local", database="postgres") as server,
            work.session("local") as second,
            work.commit() as third,
        ):
            assert [s.query("select 1") for s in (server, second, third)] == [[(1,)]] * 3


def hold(databases: Databases, ledger: Ledger) -> tuple[Holdings, str, Fact]:
    fact = snapshot_fact("sync")
    work = work_of(databases, ledger)
    holdings = Holdings()
    work.hold, work.held = holdings.hold, holdings.get
    HoldSnapshot(
        id="snapshot", statement="sync", environment="local", lane="", gives=frozenset({fact})
    ).run(work)
    snapshot = holdings.get(fact)
    assert snapshot
    return holdings, snapshot, fact


def test_a_snapshot_is_read_by_several(databases: Databases, ledger: Ledger) -> None:
    holdings, snapshot, _ = hold(databases, ledger)
    work = work_of(databases, ledger)
    with work.bulk("local", snapshot) as one, work.bulk("local", snapshot) as two:
        seen = [s.query("select pg_current_snapshot()::text") for s in (one, two)]
    assert seen[0] == seen[1]
    holdings.close()


def test_a_lost_snapshot_is_said_so(
    databases: Databases, ledger: Ledger, database: Database
) -> None:
    holdings, snapshot, _ = hold(databases, ledger)
    end_sessions(database)
    with (
        pytest.raises(DatabaseError, match="no longer has the snapshot"),
        work_of(databases, ledger).bulk("local", snapshot),
    ):
        pytest.fail("it was read from")
    holdings.close()  # and says nothing of the session that it has lost


def test_a_holding_that_is_cancelled_as_it_ends(databases: Databases, ledger: Ledger) -> None:
    cancellation = Cancellation()
    work = work_of(databases, ledger, cancellation=cancellation)
    holdings = Holdings()
    ended: list[str] = []

    @contextmanager
    def slow_to_end() -> Iterator[str]:
        with work.session("local") as session:
            yield "held"
            try:
                session.query(SLEEP)
            except DatabaseError as error:
                ended.append(error.sqlstate or "")
                raise

    holdings.hold(snapshot_fact("sync"), slow_to_end())
    cancellation.set()
    holdings.close()
    assert ended == ["57014"]


@contextmanager
def numbers(database: Database, query: str) -> Iterator[list[object]]:
    with database.connect() as connection:
        yield [row[0] for row in connection.execute(query.encode())]


@pytest.mark.parametrize(
    ("protected", "between", "expected"),
    [
        (False, None, [1, 2, 3]),
        # numbers that a row uses are never given again
        (False, "insert into t values (9)", [1, 2, 9, 5]),
        (True, None, [1, 2, 5]),
    ],
)
def test_sequences_at_the_second_try(
    database: Database, protected: bool, between: str | None, expected: list[int]
) -> None:
    more = "insert into public.t default values"
    with database.connect() as connection:
        connection.execute("create table t (n serial)")
        connection.execute(f"{more}; {more}".encode())
    with (
        databases_of(access_to(database, protected=protected)) as databases,
        ledger_of(databases, "run") as ledger,
    ):
        work = work_of(databases, ledger)
        with pytest.raises(DatabaseError), work.commit_sql() as session:
            session.script(f"{more}; {more}; select 1 / 0")
        if between is not None:
            with database.connect() as connection:
                connection.execute(between.encode())
        with work.commit_sql() as session:
            session.script(more)
        assert set(ledger.done(["local"])) == {"step"}
    with numbers(database, "select n from t order by ctid") as found:
        assert sorted(found, key=str) == sorted(expected, key=str)
    with numbers(database, "select count(*) from confiture.begun") as left:
        assert left == [0]
