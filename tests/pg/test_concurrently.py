"""Statements that make and drop indexes beside the work of others have their effect, or none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import psycopg
import pytest

from confiture.errors import DatabaseError, Interrupted
from confiture.model.names import quote
from confiture.model.patience import Patience
from confiture.pg.concurrently import done, run
from confiture.pg.session import Session, connect
from tests.conftest import Database
from tests.pg.load import clients, holder
from tests.pg.support import end_sessions, together

CREATE = "create index concurrently if not exists i on public.t (n)"
UNIQUE = "create unique index concurrently u on public.t (secret)"
DROP = "drop index concurrently public.i"
REINDEX = "reindex index concurrently public.i"
BUILDING = "query ilike '%concurrently%' and state = 'active' and datname = current_database()"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.connect() as connection:
        connection.execute(
            "create table t (id int primary key, n int, secret text);"
            " insert into t select g, g % 100, 'canary' from generate_series(1, 5000) g"
        )
    with opened(database) as session:
        yield session


@contextmanager
def opened(database: Database, **parameters: str) -> Iterator[Session]:
    session = connect(
        {**database.conninfo, **parameters}, environment="local",
        settings={"lock_timeout": "300ms", "statement_timeout": "900ms"},
    )  # fmt: skip
    try:
        yield session
    finally:
        session.close()


def build(
    session: Session,
    database: Database,
    statement: str,
    *,
    give_up: int = 20_000,
    told: Callable[[str], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    def watching() -> AbstractContextManager[Session]:
        return opened(database)

    patience = Patience(give_up=give_up)
    run(session, statement, watching=watching, patience=patience, told=told, cancelled=cancelled)


def indexes(database: Database, table: str = "t") -> dict[str, bool]:
    """The indexes of a table, its key apart, and whether they are whole."""
    with database.connect() as connection:
        rows = connection.execute(
            "select c.relname, indisvalid and indisready from pg_index"
            " join pg_class c on c.oid = indexrelid"
            " where indrelid = %s::regclass and not indisprimary",
            [table],
        )
        return dict(rows.fetchall())


def interrupted(database: Database, statement: str) -> None:
    """Run a statement until it waits for a holder of the table, and let its server process die."""
    table = "p1" if "p1" in statement else "t"
    with holder(database, f"delete from {table} where id = 0"), database.connect() as other:
        thread = threading.Thread(target=lambda: _ignoring(other, statement))
        thread.start()
        _until_building(database, "wait_event_type = 'Lock'")
        end_sessions(database, BUILDING)
        thread.join()


def _ignoring(connection: psycopg.Connection, statement: str) -> None:
    with suppress(psycopg.Error):
        connection.execute(statement.encode())


def _until_building(database: Database, condition: str = "true") -> None:
    end = time.monotonic() + 5
    query = f"select from pg_stat_activity where pid <> pg_backend_pid() and {BUILDING}"
    with database.connect() as connection:
        while not connection.execute(f"{query} and {condition}".encode()).fetchall():
            assert time.monotonic() < end
            time.sleep(0.01)


SPELLINGS = {
    "create index concurrently i on public.t (n)": {"i": True},
    'create unique index concurrently "I ""x" on "public".t (id)': {'I "x': True},
    "create index concurrently on public.t (n) where n > 3": {"t_n_idx": True},
    "CREATE INDEX /* j */ CONCURRENTLY IF NOT EXISTS I ON public.T USING hash (n)": {"i": True},
}  # fmt: skip


@pytest.mark.parametrize(("statement", "expected"), SPELLINGS.items())
def test_create(
    session: Session, database: Database, statement: str, expected: dict[str, bool]
) -> None:
    named = " on public" not in statement
    assert not done(session, statement)
    build(session, database, statement)
    assert indexes(database) == expected
    assert done(session, statement) == (named or "concurrently i" in statement.lower())
    limits = "select current_setting('lock_timeout'), current_setting('statement_timeout')"
    assert session.query(limits) == [("300ms", "900ms")]


def test_a_statement_about_something_else(session: Session, database: Database) -> None:
    with pytest.raises(ValueError, match="not a statement of one index"):
        build(session, database, "vacuum public.t")


def test_it_outlasts_the_timeouts_and_tells_what_it_waits_for(
    session: Session, database: Database
) -> None:
    told: list[str] = []
    with holder(database, "update t set n = n where id = 1") as other:
        timer = threading.Timer(2, lambda: other.connection.execute("rollback"))
        timer.start()
        with clients(database, "update t set n = n + 1 where id = 2") as writers:
            build(session, database, CREATE, told=told.append)
        timer.join()
    assert indexes(database) == {"i": True}
    assert told[0].startswith("waiting for writers before build, waiting for ")
    assert f"session {other.pid} of postgres, idle in transaction, transaction of " in told[0]
    assert writers.worst < 300
    assert not writers.errors


@pytest.mark.parametrize("statement", [CREATE, CREATE.replace("if not exists ", "")])
def test_an_invalid_index_is_made_again(
    session: Session, database: Database, statement: str
) -> None:
    interrupted(database, statement)
    assert indexes(database) == {"i": False}
    told: list[str] = []
    assert not done(session, statement)
    build(session, database, statement, told=told.append)
    assert done(session, statement)
    assert indexes(database) == {"i": True}
    assert told == ["dropping public.i, which an earlier try has left invalid"]


def test_a_drop_that_was_interrupted_is_ended(session: Session, database: Database) -> None:
    session.script("create index i on public.t (n)")
    interrupted(database, DROP)
    assert indexes(database) == {"i": False}
    assert not done(session, DROP)
    build(session, database, DROP)
    assert done(session, DROP)
    assert indexes(database) == {}
    with pytest.raises(DatabaseError, match='index "i" does not exist'):
        build(session, database, DROP)


@pytest.mark.parametrize(
    "statement",
    [
        REINDEX,
        "reindex (verbose, concurrently) table public.t",
        "reindex schema concurrently public",
    ],
)
def test_a_reindex_that_was_interrupted(
    session: Session, database: Database, statement: str
) -> None:
    session.script("create index i on public.t (n)")
    interrupted(database, REINDEX)
    assert indexes(database) == {"i": True, "i_ccnew": False}
    build(session, database, statement)
    assert indexes(database) == {"i": True}
    assert not done(session, statement)


def test_a_reindex_of_a_table_that_was_interrupted(session: Session, database: Database) -> None:
    """Also the index of its long values has a copy then."""
    statement = "reindex table concurrently public.t"
    invalid = (
        "select regexp_replace(c.oid::regclass::text, '[0-9]+', 'N') from pg_index"
        " join pg_class c on c.oid = indexrelid where not indisvalid order by 1"
    )
    interrupted(database, statement)
    assert session.query(invalid) == [
        ("pg_toast.pg_toast_N_index_ccnew",), ("public.t_pkey_ccnew",),
    ]  # fmt: skip
    build(session, database, statement)
    assert session.query(invalid) == []


def test_indexes_of_partitions(session: Session, database: Database) -> None:
    """An invalid one that has no name of a leftover is not ours to drop."""
    session.script(
        "create table public.p (id int) partition by list (id);"
        "create table public.p1 partition of public.p default; create index i on public.p (id)"
    )
    interrupted(database, "reindex table concurrently public.p1")
    interrupted(database, "create index concurrently mine on public.p1 (id)")
    assert indexes(database, "p1") == {"p1_id_idx": True, "p1_id_idx_ccnew": False, "mine": False}
    with pytest.raises(DatabaseError) as caught:
        build(session, database, "create index concurrently j on public.p (id)")
    assert caught.value.sqlstate == "0A000"
    build(session, database, "create index concurrently j on public.p1 (id)")
    build(session, database, "reindex table concurrently public.p")
    assert indexes(database, "p1") == {"p1_id_idx": True, "mine": False, "j": True}


def test_an_index_with_the_name_on_another_table(session: Session, database: Database) -> None:
    session.script("create table public.other (n int); create index i on public.other (n)")
    with pytest.raises(DatabaseError, match="local: not as it should be"):
        build(session, database, CREATE)
    assert indexes(database, "other") == {"i": True}
    assert indexes(database) == {}


def test_rows_that_are_equal_leave_no_index(session: Session, database: Database) -> None:
    with pytest.raises(DatabaseError, match='could not create unique index "u"') as caught:
        build(session, database, UNIQUE)
    assert caught.value.sqlstate == "23505"
    assert "public.t" in str(caught.value)
    assert "canary" not in str(caught.value)
    assert "remove them, then: confiture resume" in str(caught.value)
    assert indexes(database) == {}


def test_a_deadlock_is_tried_again(session: Session, database: Database) -> None:
    """Whoever waits first is the victim of who comes second."""
    with holder(database, "update t set n = n where id = 1") as other:
        thread_raised: list[BaseException | None] = []
        thread = threading.Thread(
            target=lambda: thread_raised.extend(together(lambda: build(session, database, CREATE)))
        )
        thread.start()
        _until_building(database, "wait_event_type = 'Lock'")
        other.connection.execute("lock table t in share update exclusive mode")
        time.sleep(0.2)
        other.connection.execute("rollback")
        thread.join()
    assert thread_raised == [None]
    assert indexes(database) == {"i": True}


def test_who_lasts_is_waited_for_before(session: Session, database: Database) -> None:
    """A writer of the table, and a snapshot that saw no table at all yet."""
    repeatable = ("set transaction isolation level repeatable read", "select 1")
    with (
        holder(database, *repeatable) as reader,
        holder(database, "update t set n = n where id = 1", age=5.1) as writer,
    ):
        with pytest.raises(DatabaseError, match=r"waited 700 ms for others at public\.t") as caught:
            build(session, database, CREATE, give_up=700)
        for pid in (reader.pid, writer.pid):
            who = f"session {pid} of postgres, idle in transaction, transaction of 5 s"
            assert who in str(caught.value)
        assert "holds ROW EXCLUSIVE on public.t" in str(caught.value)
        with pytest.raises(Interrupted):
            build(session, database, CREATE, cancelled=lambda: True)
    assert indexes(database) == {}


def test_a_snapshot_that_stays_ends_the_build(session: Session, database: Database) -> None:
    """One that was too young to be waited for before, and holds nothing of the table."""
    told: list[str] = []
    with (
        holder(database, "set transaction isolation level repeatable read", "select 1") as other,
        pytest.raises(DatabaseError, match="waited 1 s for others: session ") as caught,
    ):
        build(session, database, CREATE, give_up=1000, told=told.append)
    assert f"select pg_terminate_backend({other.pid})" in str(caught.value)
    assert any(text.startswith("waiting for old snapshots, waiting for ") for text in told)
    assert indexes(database) == {}


def test_a_writer_that_stays_keeps_what_was_begun(session: Session, database: Database) -> None:
    """Dropping the index would wait for the same one; the next try does it."""
    with (
        holder(database, "update t set n = n where id = 1") as other,
        pytest.raises(DatabaseError, match=f"for others: session {other.pid} of postgres, idle in"),
    ):
        build(session, database, CREATE, give_up=700)
    assert indexes(database) == {"i": False}
    build(session, database, CREATE)
    assert indexes(database) == {"i": True}


def test_nobody_drops_what_another_session_is_making(session: Session, database: Database) -> None:
    with holder(database, "update t set n = n where id = 1") as other, database.connect() as maker:
        making = threading.Thread(target=lambda: _ignoring(maker, CREATE))
        making.start()
        _until_building(database, "wait_event_type = 'Lock'")
        timer = threading.Timer(1, lambda: other.connection.execute("rollback"))
        timer.start()
        told: list[str] = []
        build(session, database, CREATE, told=told.append)
        timer.join()
        making.join()
    assert told[0].startswith("waiting for others at public.t: session ")
    assert not any("dropping" in text for text in told)
    assert indexes(database) == {"i": True}


def test_a_cancelled_statement(session: Session, database: Database) -> None:
    with holder(database, "update t set n = n where id = 1"):
        timer = threading.Timer(0.5, session.cancel)
        timer.start()
        with pytest.raises(DatabaseError) as caught:
            build(session, database, CREATE)
        assert caught.value.sqlstate == "57014"
    build(session, database, CREATE)
    assert indexes(database) == {"i": True}


def test_a_lost_connection_is_told_as_such(session: Session, database: Database) -> None:
    with holder(database, "update t set n = n where id = 1"):
        timer = threading.Timer(0.5, lambda: end_sessions(database, BUILDING))
        timer.start()
        with pytest.raises(DatabaseError) as caught:
            build(session, database, CREATE)
        timer.join()
        assert caught.value.sqlstate == "57P01"
    with opened(database) as later:
        build(later, database, CREATE)
    assert indexes(database) == {"i": True}


def test_an_owner_who_sees_nobody_else(session: Session, database: Database) -> None:
    role = f"owner_{database.name}"
    with database.connect() as admin:
        admin.execute(f"create role {quote(role)} login".encode())
        admin.execute(f"alter table t owner to {quote(role)}".encode())
        admin.execute(f"grant create on schema public to {quote(role)}".encode())
        told: list[str] = []
        with opened(database, user=role) as seat, holder(database, "select from t") as other:
            timer = threading.Timer(1, lambda: other.connection.execute("rollback"))
            timer.start()
            build(seat, database, CREATE, told=told.append)
            build(seat, database, DROP, told=told.append)
            timer.join()
        assert indexes(database) == {}
        assert any(f"session {other.pid} of postgres" in text for text in told)
        admin.execute(f"reassign owned by {quote(role)} to postgres".encode())
        admin.execute(f"drop owned by {quote(role)}; drop role {quote(role)}".encode())
