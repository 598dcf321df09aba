"""One run at a time, and what a run that lost its place can no longer do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from confiture.errors import DatabaseError, RunInProgress
from confiture.pg import journal
from confiture.pg.databases import Databases
from confiture.pg.observe import changed, observe
from confiture.steps.template import MAINTENANCE
from tests.conftest import Database
from tests.pg.support import (
    access_to,
    databases_of,
    end_sessions,
    ledger_of,
    run_row,
    step,
    together,
)

LOCK_SESSIONS = "datname = 'postgres' and application_name = 'confiture'"


@pytest.fixture
def local(database: Database) -> Iterator[Databases]:
    with databases_of(access_to(database, lock_timeout=500)) as databases:
        yield databases


def states(database: Database) -> dict[str, str]:
    with database.connect() as connection:
        return dict(connection.execute("select id, state from confiture.run").fetchall())


def test_a_second_run_is_refused_and_told_who_holds_it(local: Databases) -> None:
    with ledger_of(local, "first"):
        began = time.monotonic()
        with pytest.raises(RunInProgress, match=r"holds local \(session \d+ of postgres, for 00:"):
            ledger_of(local, "second").__enter__()
        assert 2.5 < time.monotonic() - began < 6
    with ledger_of(local, "third"):
        pass


def test_it_waits_a_little_for_a_run_that_is_ending(local: Databases) -> None:
    with ledger_of(local, "first") as first:
        timer = threading.Timer(1, first._resources.close)
        timer.start()
        with ledger_of(local, "second"):
            timer.join()


def test_one_database_under_two_names_is_locked_once(database: Database) -> None:
    twice = databases_of(access_to(database), access_to(database, "alias"))
    with twice as databases, ledger_of(databases, "run", "local", "alias") as ledger:
        assert ledger.token("local") == ledger.token("alias") == 1
        with (
            databases.session("alias") as session,
            ledger.entry(session, step(environment="alias"), {}, token=ledger.token("alias")),
        ):
            pass
        assert set(ledger.done(["local"])) == {"step"}


def test_a_stale_run_cannot_commit(local: Databases, database: Database) -> None:
    with database.connect() as connection:
        connection.execute("create table t (n int)")
    with ledger_of(local, "stale") as stale, local.session("local") as session:
        token = stale.token("local")
        end_sessions(database, LOCK_SESSIONS)
        with ledger_of(local, "later") as later:
            later.token("local")
            with (
                pytest.raises(RunInProgress, match="run later has taken over local"),
                stale.entry(session, step(), {}, token=token),
            ):
                pytest.fail("the work began")
            assert stale.done(["local"]) == {}


def test_a_later_run_waits_for_the_work_of_a_stale_one(
    local: Databases, database: Database
) -> None:
    """Whoever is past the fence commits before the later run begins, or not at all."""
    with ledger_of(local, "stale") as stale, local.session("local") as session:
        token = stale.token("local")
        with stale.entry(session, step(), {}, token=token):
            end_sessions(database, LOCK_SESSIONS)
            with ledger_of(local, "later") as later, pytest.raises(RunInProgress, match="at work"):
                later.token("local")
        assert set(stale.done(["local"])) == {"step"}


def test_a_token_of_a_database_that_was_made_anew_is_worth_nothing(
    local: Databases, database: Database
) -> None:
    with ledger_of(local, "first") as first:
        token = first.token("local")
    with database.connect() as connection:
        connection.execute("drop schema confiture cascade")
    with ledger_of(local, "second") as second, local.session("local") as session:
        assert second.token("local") == token
        with pytest.raises(RunInProgress), session.transaction():
            journal.check_fence(session, "first", token, "local")


def test_work_beside_the_database_keeps_others_out(local: Databases, database: Database) -> None:
    """Also when the run that began it is dead, and its lock gone with it."""
    with ledger_of(local, "run") as ledger:
        with local.session("local", database=MAINTENANCE) as server:
            ledger.keep_out_others(server, "local")
            pid = ledger._locks["local"].connection.info.backend_pid
            end_sessions(database, f"pid = {pid}")
            with pytest.raises(RunInProgress, match=r"session \d+ of postgres"):
                ledger_of(local, "other").__enter__()
            with pytest.raises(RunInProgress, match="was ended"):
                ledger.keep_out_others(server, "local")
        with (
            ledger_of(local, "other"),
            local.session("local", database=MAINTENANCE) as late,
            pytest.raises(RunInProgress, match="was ended"),
        ):
            ledger.keep_out_others(late, "local")


def test_the_journal_is_made_once(local: Databases, database: Database) -> None:
    runs = [run_row(f"run {number}") for number in range(8)]
    tokens: list[int] = []

    def enter(number: int) -> None:
        with local.session("local") as session:
            tokens.append(journal.open_run(session, runs[number]))

    assert together(*(lambda n=n: enter(n) for n in range(8))) == [None] * 8
    assert sorted(tokens) == list(range(1, 9))
    assert len(states(database)) == 8


def test_runs_that_are_gone_are_told_as_interrupted(local: Databases, database: Database) -> None:
    for run in ("killed", "next"):
        with ledger_of(local, run) as ledger:
            ledger.token("local")
    assert states(database) == {"killed": "interrupted", "next": "running"}


def test_a_stale_process_does_not_say_how_its_run_ended(
    local: Databases, database: Database
) -> None:
    """The run goes on in another process, which will say it."""
    with ledger_of(local, "run") as stale:
        stale.token("local")
        end_sessions(database, LOCK_SESSIONS)
        with ledger_of(local, "run") as resumed:
            resumed.token("local")
            stale.close("failed", "fenced off")
            assert states(database) == {"run": "running"}
            resumed.close("done", None)
    assert states(database) == {"run": "done"}


@pytest.mark.parametrize(("state", "raises"), [("failed", False), ("done", True)])
def test_an_unreachable_journal_hides_no_error(
    local: Databases, database: Database, state: str, raises: bool
) -> None:
    with ledger_of(local, "run") as ledger:
        ledger.token("local")
        with psycopg.connect(
            make_conninfo(database.dsn, dbname=MAINTENANCE), autocommit=True
        ) as server:
            server.execute(f"alter database {database.name} allow_connections false".encode())
            try:
                if raises:
                    with pytest.raises(DatabaseError):
                        ledger.close(state, None)
                else:
                    ledger.close(state, "the error itself")
            finally:
                server.execute(f"alter database {database.name} allow_connections true".encode())
    with ledger_of(local, "next"):  # the lock was let go all the same
        pass


def test_history_is_carried_over(local: Databases, database: Database) -> None:
    with ledger_of(local, "old") as ledger, local.session("local") as session:
        with ledger.entry(session, step("one"), {"rows": 3}, token=ledger.token("local")):
            pass
        history = journal.history(session)
        assert history is not None
        session.script("drop schema confiture cascade")
        assert journal.history(session) is None
        assert journal.open_run(session, run_row("new")) == 1
        journal.adopt(session, history)
        assert session.query("select token, run from confiture.fence") == [(2, "new")]
        assert {row.id for row in journal.runs(session)} == {"old", "new"}
        assert [row.result for row in journal.steps_of(session, "old")] == [{"rows": 3}]


def test_what_has_changed_since(local: Databases, database: Database) -> None:
    base = observe(local, "local", with_rows=False).base
    elsewhere = replace(base, system_identifier="1")
    assert changed(local, [base], "run") == []
    assert changed(local, [elsewhere], "run") == ["local"]
    with database.connect() as connection:
        connection.execute("create table t (n int)")
    assert changed(local, [base], "run") == ["local"]
    with ledger_of(local, "run") as ledger:
        ledger.token("local")
    assert changed(local, [base], "run") == [], "the run itself made the difference"
    with ledger_of(local, "later") as ledger:
        ledger.token("local")
    assert changed(local, [base], "run") == ["local"], "another run has followed"
