"""Locks are had without harm to those who work meanwhile, or not at all."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from confiture.errors import DatabaseError, Interrupted
from confiture.model.effects import LOCK_MODES, Lock
from confiture.model.names import quote
from confiture.model.patience import Patience, Try, has_room
from confiture.pg import embedded
from confiture.pg.blockers import CONFLICTS, Blocker, blockers, blockers_of, named, span, strongest
from confiture.pg.locks import Wait, acquired, take, take_at_once
from confiture.pg.session import Session, connect
from tests.conftest import Database, project_directory
from tests.pg.load import clients, holder
from tests.pg.support import together

SHORT = Patience(give_up=700)
SCHEMA = """
    create table t (id int primary key, n int default 0); insert into t values (1), (2);
    create table p (id int) partition by range (id);
    create table p1 partition of p for values from (0) to (10);
    create table p2 partition of p for values from (10) to (20);
    create table u (id int references t);
    create view v as select * from t;
    create view vv as select * from v;
    create materialized view m as select * from t;
    create sequence s;
"""


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.connect() as connection:
        connection.execute(SCHEMA)
    with opened(database) as session:
        yield session


@contextmanager
def opened(database: Database, **parameters: str) -> Iterator[Session]:
    session = connect({**database.conninfo, **parameters}, environment="local")
    try:
        yield session
    finally:
        session.close()


def exclusive(*names: str, kind: str = "table", mode: str = "ACCESS EXCLUSIVE") -> list[Lock]:
    return [Lock(f"public.{name}", kind, mode) for name in names]


def held(session: Session, pid: int | None = None) -> dict[str, str]:
    """The locks on relations of users that a session holds."""
    rows = session.query(
        "select c.relname, l.mode from pg_locks l join pg_class c on c.oid = l.relation"
        " where l.pid = coalesce($1, pg_backend_pid()) and l.granted"
        " and c.relnamespace = 'public'::regnamespace",
        [pid],
    )
    return dict(rows)


def pid_of(session: Session) -> int:
    return session.connection.info.backend_pid


# ------------------------------------------------------------------ pure


@pytest.mark.parametrize(
    ("tries", "now", "expected"),
    [
        ([], 0, True),
        ([(60, 60), (120, 60)], 200, True),
        ([(60, 60), (120, 60), (180, 60)], 200, False),  # 240 would be more than 200
        ([(60, 60), (120, 60), (180, 60)], 60_059, False),
        ([(60, 60), (120, 60), (180, 60)], 60_060, True),
        ([(60, 60), (120, 10), (180, 60)], 200, True),  # got in after 10 ms, and was thrown out
        ([(500, 500)], 600, False),  # a slow network made it longer than it should be
        ([(500, 500)], 60_500, True),
        ([(60, 60), (900, 150)], 60_899, False),  # the later one must go: it is too long by itself
        ([(60, 60), (900, 150)], 60_900, True),
    ],
)
def test_room_for_a_try(tries: list[tuple[float, float]], now: float, expected: bool) -> None:
    assert has_room([Try(*one) for one in tries], now, Patience()) == expected


@pytest.mark.parametrize("wrong", [{"lock_timeout": 0}, {"lock_timeout": 300}, {"stall": 50}])
def test_a_patience_that_never_tries_or_waits_for_ever(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="lock_timeout"):
        Patience(**wrong)


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        (["ACCESS SHARE"], "ACCESS SHARE"),
        (["ACCESS SHARE", "ACCESS EXCLUSIVE", "SHARE"], "ACCESS EXCLUSIVE"),
        (["ROW EXCLUSIVE", "SHARE"], "SHARE ROW EXCLUSIVE"),
        (["SHARE UPDATE EXCLUSIVE", "SHARE"], "SHARE ROW EXCLUSIVE"),
        (["ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"], "SHARE UPDATE EXCLUSIVE"),
    ],
)
def test_one_mode_for_several(modes: list[str], expected: str) -> None:
    assert strongest(Lock("t", "table", mode) for mode in modes) == {"t": expected}


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(0, "0 ms"), (999, "999 ms"), (59_999, "59 s"), (3_599_999, "59 min"), (9e6, "2 h")],
)
def test_spans(milliseconds: float, said: str) -> None:
    assert span(milliseconds) == said


def test_conflicts_are_those_of_the_server(session: Session, database: Database) -> None:
    with database.connect() as other:
        for mine, theirs in itertools.product(LOCK_MODES, repeat=2):
            with other.transaction(), session.transaction():
                other.execute(f"lock table t in {theirs} mode".encode())
                free = True
                try:
                    with session.transaction():
                        session.script(f"lock table public.t in {mine} mode nowait")
                except DatabaseError:
                    free = False
                assert free == (theirs not in CONFLICTS[mine]), (mine, theirs)


# ------------------------------------------------------------------ take


@pytest.mark.parametrize(
    ("locks", "expected"),
    [
        ([], {}),
        (exclusive("t"), {"t": "AccessExclusiveLock"}),
        (exclusive("t", mode="SHARE"), {"t": "ShareLock"}),
        (exclusive("p"), {"p": "AccessExclusiveLock"}),  # and not its partitions
        (exclusive("t_pkey", kind="index"), {}),
        # a view alone: not what it reads
        (exclusive("v", kind="view"), {"v": "AccessExclusiveLock"}),
        (exclusive("v", kind="view", mode="SHARE ROW EXCLUSIVE"), {}),
        (exclusive("m", kind="materialized view"), {"m": "AccessExclusiveLock"}),
        (exclusive("m", kind="materialized view", mode="SHARE"), {}),  # nor more than asked for
        (
            exclusive("s", kind="sequence", mode="SHARE ROW EXCLUSIVE"),
            {"s": "AccessExclusiveLock"},
        ),
    ],
)
def test_what_is_locked(session: Session, locks: list[Lock], expected: dict[str, str]) -> None:
    with session.transaction():
        take(session, locks, lock_timeout=100)
        assert held(session) == expected


@pytest.mark.parametrize(
    ("busy", "before"),
    [
        ("vv", set()),
        ("v", {"vv"}),
        ("t", {"vv", "v"}),
        ("p", {"vv", "v", "t"}),
        ("a_late", {"vv", "v", "t", "p"}),
        ("p1", {"vv", "v", "t", "p", "a_late"}),
        ("a_part", {"vv", "v", "t", "p", "a_late", "p1"}),
    ],
)
def test_the_order(session: Session, database: Database, busy: str, before: set[str]) -> None:
    """Views, then parents, then children; by age among these. Names and given order do not count.

    A partition older than its parent comes after it all the same.
    """
    session.script(
        "create table public.a_part (id int); create table public.a_late (id int)"
        " partition by list (id); alter table public.a_late attach partition public.a_part default"
    )
    names = ["a_late", "a_part", "p1", "t", "p", "v", "vv"]
    locks = [lock for name in names for lock in exclusive(name)]
    random.shuffle(locks)
    with opened(database) as watcher:
        # Locked alone, also a view; a partition's parent would otherwise be locked with it.
        with watcher.transaction():
            take(watcher, exclusive(busy), lock_timeout=100)
            waiting = threading.Thread(target=lambda: together(lambda: _take(session, locks)))
            waiting.start()
            _until_waiting(watcher, pid_of(session))
            assert set(held(watcher, pid_of(session))) - {"a_part"} == before - {"a_part"}
        waiting.join()


def _take(session: Session, locks: Iterable[Lock], *, lock_timeout: int = 5000) -> None:
    with session.transaction():
        take(session, locks, lock_timeout=lock_timeout)


def _until_waiting(session: Session, pid: int) -> None:
    end = time.monotonic() + 5
    while not session.query("select from pg_locks where pid = $1 and not granted", [pid]):
        assert time.monotonic() < end
        time.sleep(0.005)


def test_two_who_take_the_same_never_wait_for_each_other(
    session: Session, database: Database
) -> None:
    names = ["t", "u", "p", "p1", "p2", "v", "m"]

    def lock_often(seat: Session) -> None:
        for _ in range(60):
            _take(seat, [lock for name in random.sample(names, 5) for lock in exclusive(name)])

    with opened(database) as second, opened(database) as third:
        seats = (session, second, third)
        assert together(*(lambda seat=seat: lock_often(seat) for seat in seats)) == [None] * 3


def test_lock_timeout_is_what_it_was(session: Session, database: Database) -> None:
    session.script("set lock_timeout = '7s'")
    query = "select current_setting('lock_timeout')"
    with session.transaction():
        take(session, exclusive("u"), lock_timeout=50)
        assert session.query(query) == [("7s",)]
        session.script("set local lock_timeout = '3s'")
        with holder(database, "select from t"):
            with pytest.raises(DatabaseError) as caught, session.transaction():
                take(session, exclusive("u", "t"), lock_timeout=50)
            assert caught.value.sqlstate == "55P03"
        assert session.query(query) == [("3s",)]
    assert session.query(query) == [("7s",)]


@pytest.mark.parametrize(
    ("busy", "locks"),
    [
        ("select from t", exclusive("u", "t")),
        ("lock v in access share mode", exclusive("v", kind="view")),
        ("select nextval('s')", exclusive("s", kind="sequence")),
    ],
)
def test_at_once_or_not_at_all(
    session: Session, database: Database, busy: str, locks: list[Lock]
) -> None:
    session.script("set lock_timeout = '7s'")
    with holder(database, busy):
        began = time.monotonic()
        with pytest.raises(DatabaseError) as caught, session.transaction():
            take_at_once(session, locks)
        assert caught.value.sqlstate == "55P03"
        assert time.monotonic() - began < 0.2
    with session.transaction():
        take_at_once(session, locks)
        assert set(held(session)) == {one.relation.removeprefix("public.") for one in locks}
        assert session.query("select current_setting('lock_timeout')") == [("7s",)]


def test_the_time_is_for_all_locks_together(session: Session, database: Database) -> None:
    with holder(database, "select from t") as first, holder(database, "select from p"):
        timer = threading.Timer(0.3, lambda: first.connection.execute("rollback"))
        timer.start()
        began = time.monotonic()
        with pytest.raises(DatabaseError):
            _take(session, exclusive("t", "p"), lock_timeout=400)
        assert 0.39 < time.monotonic() - began < 0.6
        timer.join()


def test_what_is_gone_is_named(session: Session) -> None:
    with pytest.raises(DatabaseError, match=r"local: no public\.gone to lock") as caught:
        _take(session, exclusive("t", "gone"))
    assert caught.value.sqlstate == "42P01"


def test_what_may_not_be_locked_is_left_to_the_statements(database: Database) -> None:
    """ADD FOREIGN KEY wants SHARE ROW EXCLUSIVE of a table, and REFERENCES is enough for it."""
    role = f"weak_{database.name}"
    with database.connect() as admin:
        admin.execute(f"create role {quote(role)} login".encode())
        admin.execute(
            "create table t (id int primary key); create table mine (id int); grant references,"
            f" select on t to {quote(role)}; alter table mine owner to {quote(role)};"
            f" revoke all on mine from {quote(role)}".encode()
        )
        with opened(database, user=role) as session:
            locks = [*exclusive("t", mode="SHARE ROW EXCLUSIVE"), *exclusive("mine")]
            with session.transaction():
                take(session, locks, lock_timeout=50)
                assert held(session) == {"mine": "AccessExclusiveLock"}
            with session.transaction():
                take(session, exclusive("t", mode="ACCESS SHARE"), lock_timeout=50)
                assert held(session) == {"t": "AccessShareLock"}
        admin.execute(f"drop owned by {quote(role)}; drop role {quote(role)}".encode())


# ------------------------------------------------------------------ blockers


@pytest.mark.parametrize(
    ("theirs", "mine", "said"),
    [
        ("select from t", "ACCESS EXCLUSIVE", "ACCESS SHARE on public.t"),
        ("select from t", "EXCLUSIVE", None),
        ("update t set n = 1", "SHARE", "ROW EXCLUSIVE on public.t"),
        ("select from v", "ACCESS EXCLUSIVE", "ACCESS SHARE on public.t"),
        ("lock t; select 'canary'", "ACCESS SHARE", "ACCESS EXCLUSIVE on public.t"),
        ("select from u", "ACCESS EXCLUSIVE", None),
    ],
)
def test_blockers(
    session: Session, database: Database, theirs: str, mine: str, said: str | None
) -> None:
    with holder(database, "set application_name = 'psql \x07'", theirs) as other:
        found = blockers(session, exclusive("t", mode=mine))
        if said is None:
            assert found == ()
            return
        (blocker,) = found
        assert blocker.pid == other.pid
        assert blocker.age is not None
        assert 0 <= blocker.age < 2000
        assert str(blocker).startswith(f"session {blocker.pid} of postgres (psql ")
        assert str(blocker).endswith(f" ms, holds {said}")
        assert ", idle in transaction, transaction of " in str(blocker)
        assert str(blocker).isprintable()
        assert "canary" not in repr(blocker)


def test_who_waits_blocks_too_and_is_named_once(session: Session, database: Database) -> None:
    with holder(database, "select from t"), opened(database) as waiting:
        thread = threading.Thread(
            target=lambda: together(lambda: _take(waiting, exclusive("t"), lock_timeout=3000))
        )
        with holder(database, "select from t", "select from u", "update t set n = 2"):
            thread.start()
            _until_waiting(session, pid_of(waiting))
            found = blockers(session, exclusive("t", "u", "t_pkey"))
            assert len(found) > 3
            told = named(found)
            assert told.count("session") == 3
            assert told.count("holds ROW EXCLUSIVE on public.t") == 1
            assert told.count(f"session {pid_of(waiting)} of postgres (confiture)") == 1
            assert told.count("wants ACCESS EXCLUSIVE on public.t") == 1
        waiting.cancel()
        thread.join()


# ------------------------------------------------------------------ acquired


def add_column(session: Session, name: str, patience: Patience = SHORT, **options: object) -> None:
    with acquired(
        session,
        exclusive("t"),
        patience,
        begin=session.transaction,
        **options,  # type: ignore[arg-type]
    ):
        session.script(f"alter table public.t add column {name} int")


def test_it_commits_and_rolls_back(session: Session) -> None:
    add_column(session, "a")
    with (
        pytest.raises(DatabaseError, match="zero"),
        acquired(session, exclusive("t"), SHORT, begin=session.transaction),
    ):
        session.script("alter table public.t add column b int; select 1 / 0")
    assert not session.query("select from pg_attribute where attname = 'b'")
    assert session.query("select count(a) from public.t") == [(0,)]


def test_a_long_reader_that_comes_and_goes(session: Session, database: Database) -> None:
    """The reader is let go, and nobody who writes meanwhile is kept for long."""
    told: list[str] = []
    with (
        clients(database, "update t set n = n + 1 where id = 1") as writers,
        clients(database, "select from t", "select pg_sleep(4)", pause=0.4) as readers,
    ):
        time.sleep(0.2)
        began = time.monotonic()
        add_column(session, "a", Patience(), told=told.append)
        assert 3 < time.monotonic() - began < 9
        time.sleep(0.1)
    assert writers.worst < 300
    assert len(writers.latencies) > 300
    assert not writers.errors
    assert not readers.errors
    assert len(told) == 1
    assert told[0].startswith("waiting for the locks on public.t: session ")
    assert "holds ACCESS SHARE on public.t" in told[0]


def test_short_transactions_all_the_time(session: Session, database: Database) -> None:
    """Someone always holds the table, nobody for long: queueing for a moment is enough."""
    with clients(database, "select from t", "select pg_sleep(0.02)", threads=4, pause=0) as load:
        time.sleep(0.2)
        add_column(session, "a", Patience(give_up=5000))
    assert load.worst < 300


def test_patience_ends_and_names_who_was_in_the_way(session: Session, database: Database) -> None:
    began = time.monotonic()
    with (
        clients(database, "update t set n = n + 1 where id = 1") as writers,
        holder(database, "select n, 'canary' from t", age=0.3) as other,
        pytest.raises(DatabaseError) as caught,
    ):
        add_column(session, "a")
    assert 0.9 < time.monotonic() - began < 2
    assert writers.worst < 200
    assert caught.value.sqlstate == "55P03"
    text = str(caught.value)
    assert text.startswith("error[locks-held]: local: waited 700 ms for the locks on public.t: ")
    who = f"session {other.pid} of postgres, idle in transaction, transaction of "
    assert who in text
    assert ", holds ACCESS SHARE on public.t" in text
    assert f"select pg_terminate_backend({other.pid})" in text
    assert "canary" not in text
    assert "select n" not in text
    assert held(session) == {}


def test_it_stalls_for_no_more_than_it_may(session: Session, database: Database) -> None:
    """Holders that are young at every look, and stay for longer than a try lasts."""
    with clients(database, "select from t", "select pg_sleep(0.3)", threads=8, pause=0):
        time.sleep(0.1)
        patience = Patience(holder_age=1000, stall=120, give_up=1500)
        waits: list[float] = []

        @contextmanager
        def begin() -> Iterator[None]:
            began = time.monotonic()
            try:
                with session.transaction():
                    yield
            finally:
                waits.append((time.monotonic() - began) * 1000)

        with (
            pytest.raises(DatabaseError, match=r"public\.t"),
            acquired(session, exclusive("t"), patience, begin=begin),
        ):
            pytest.fail("a lock that conflicts with eight others")
    assert 1 <= len(waits) <= 2
    assert sum(waits) < 200


def test_what_it_may_stall_is_used_up(session: Session, database: Database) -> None:
    """It waits on without a place in the queue, until there is nobody to wait for."""
    latencies: list[float] = []

    def read(delay: float) -> None:
        time.sleep(delay)
        with database.connect() as other:
            for _ in range(6):
                began = time.monotonic()
                with other.transaction():
                    other.execute("select from t")
                    other.execute("select pg_sleep(0.5)")
                latencies.append(time.monotonic() - began)

    readers = [threading.Thread(target=read, args=(delay,)) for delay in (0, 0.15, 0.3)]
    for reader in readers:
        reader.start()
    time.sleep(0.4)
    began = time.monotonic()
    add_column(session, "a", Patience(holder_age=1000, stall=120, give_up=20_000))
    assert 2.4 < time.monotonic() - began < 5
    for reader in readers:
        reader.join()
    assert max(latencies) < 0.8


def test_only_who_is_there_is_named() -> None:
    told: list[str] = []
    wait = Wait("local", "it", 100, cancelled=lambda: False, told=told.append)
    gone = Blocker(
        7, "1/1", "ann", None, "active", 20.0, "t", "ACCESS SHARE", granted=True, prepared=None,
        process="",
    )  # fmt: skip
    wait.pause([gone], 300)
    assert told == [
        "waiting for it: session 7 of ann, transaction of 20 ms, holds ACCESS SHARE on t"
    ]
    with pytest.raises(DatabaseError, match=r"(?s)many others held it.*less is going on"):
        wait.pause(())


def test_a_stopped_run_waits_no_longer(session: Session, database: Database) -> None:
    stopped = threading.Event()
    timer = threading.Timer(0.3, stopped.set)
    with holder(database, "select from t", age=0.1):
        timer.start()
        began = time.monotonic()
        with pytest.raises(Interrupted, match=r"locks on public\.t was stopped"):
            add_column(session, "a", Patience(), cancelled=stopped.is_set)
        assert time.monotonic() - began < 1


def test_other_errors_are_not_tried_again(session: Session) -> None:
    calls: list[int] = []

    @contextmanager
    def begin() -> Iterator[None]:
        calls.append(1)
        with session.transaction():
            session.script("select 1 / 0")
            yield

    with (
        pytest.raises(DatabaseError, match="zero"),
        acquired(session, exclusive("t"), SHORT, begin=begin),
    ):
        pytest.fail("begun")
    assert calls == [1]


@pytest.fixture
def role(database: Database, session: Session) -> Iterator[str]:
    """The owner of `t`, who may not see what others do."""
    name = f"owner_{database.name}"
    with database.connect() as admin:
        admin.execute(f"create role {quote(name)} login".encode())
        admin.execute(f"alter table t owner to {quote(name)}".encode())
        yield name
        admin.execute(f"reassign owned by {quote(name)} to postgres".encode())
        admin.execute(f"drop owned by {quote(name)}; drop role {quote(name)}".encode())


def test_ages_that_the_server_does_not_tell(database: Database, role: str) -> None:
    with opened(database, user=role) as session:
        with clients(
            database, "select from t", "select pg_sleep(0.01)", threads=4, pause=0
        ) as load:
            time.sleep(0.1)
            add_column(session, "a", Patience(give_up=5000))
        assert load.worst < 300
        with (
            clients(database, "update t set n = n + 1 where id = 1") as writers,
            holder(database, "select from t", age=0.1) as other,
            pytest.raises(DatabaseError) as caught,
        ):
            add_column(session, "b")
        who = f"session {other.pid} of postgres, holds ACCESS SHARE on public.t"
        assert who in str(caught.value)
        # It was never queued for: once it has been seen twice, it is known to be old.
        assert writers.worst < 50


# ------------------------------------------------------------------ the server's own


@pytest.fixture(scope="module")
def own() -> Iterator[embedded.Server]:
    """A server with prepared transactions, and an autovacuum that comes every second."""
    with project_directory() as root:
        with (
            embedded.lease(root) as server,
            psycopg.connect(server.dsn("postgres"), autocommit=True) as admin,
        ):
            admin.execute("alter system set max_prepared_transactions = 2")
            admin.execute("alter system set autovacuum_naptime = 1")
            admin.execute("create database shop")
        with embedded.lease(root) as server:
            yield server


@pytest.fixture
def shop(own: embedded.Server) -> Database:
    return Database("shop", own.conninfo("shop"))


def test_a_prepared_transaction(shop: Database) -> None:
    with shop.connect() as other, opened(shop) as session:
        other.execute("create table t (id int)")
        other.execute("begin; insert into t values (1); prepare transaction 'it''s'")
        time.sleep(0.1)
        with pytest.raises(DatabaseError) as caught:
            add_column(session, "a")
        assert "prepared transaction 'it''s' of postgres, transaction of " in str(caught.value)
        assert "holds ROW EXCLUSIVE on public.t" in str(caught.value)
        assert "rollback prepared 'it''s'" in str(caught.value)
        with opened(shop) as waiting:
            locking = threading.Thread(
                target=lambda: together(lambda: _take(waiting, exclusive("t"), lock_timeout=900))
            )
            locking.start()
            _until_waiting(session, pid_of(waiting))
            assert named(blockers_of(session, pid_of(waiting))) == "a prepared transaction"
            locking.join()
        other.execute("rollback prepared 'it''s'")
        add_column(session, "a")
        other.execute("drop table t")


def slowly_vacuumed(admin: psycopg.Connection, *options: str) -> None:
    """A table that an autovacuum holds for a long time."""
    every = ("autovacuum_vacuum_cost_delay = 100", "autovacuum_vacuum_cost_limit = 1", *options)
    admin.execute(f"create table t (id int, filler text) with ({', '.join(every)})".encode())
    admin.execute("insert into t select n, repeat('x', 500) from generate_series(1, 20000) n")
    admin.execute("delete from t")
    admin.execute("select pg_stat_force_next_flush()")


def _until_vacuumed(session: Session) -> str:
    end = time.monotonic() + 30
    while not (found := blockers(session, exclusive("t"))):
        assert time.monotonic() < end
        time.sleep(0.05)
    return named(found)


def test_an_autovacuum_makes_way(shop: Database) -> None:
    with shop.connect() as admin, opened(shop) as session:
        slowly_vacuumed(admin, "autovacuum_vacuum_threshold = 1")
        assert _until_vacuumed(session).startswith("autovacuum (process ")
        with clients(shop, "insert into t values (1)") as writers:
            began = time.monotonic()
            add_column(session, "a", Patience(give_up=10_000))
            assert 0.9 < time.monotonic() - began < 4
        assert writers.worst < 200
        admin.execute("drop table t")


def test_an_autovacuum_that_makes_no_way_is_named(shop: Database) -> None:
    with shop.connect() as admin, opened(shop) as session:
        slowly_vacuumed(admin, "autovacuum_enabled = off", "autovacuum_freeze_max_age = 100000")
        admin.execute(
            "do $$ begin for i in 1..110000 loop perform pg_current_xact_id(); commit;"
            " end loop; end $$"
        )
        assert "autovacuum to prevent wraparound (process " in _until_vacuumed(session)
        with (
            clients(shop, "insert into t values (1)") as writers,
            pytest.raises(DatabaseError) as caught,
        ):
            add_column(session, "a")
        assert "wraparound (process " in str(caught.value)
        assert "let the vacuum finish" in str(caught.value)
        assert writers.worst < 200
        admin.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where backend_type = 'autovacuum worker'"
        )
        admin.execute("drop table t")
