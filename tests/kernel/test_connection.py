"""Sessions: parameters, statements, errors, signals."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from confiture._kernel import Connection, DatabaseError, KernelError

from .conftest import Connect


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT 1, NULL, 'é', true", [("1", None, "é", "t")]),
        ("SELECT 1; SELECT 2; SET search_path = ''", [("2",)]),
        ("SELECT 1 WHERE false", []),
        ("", []),
        ("BEGIN", []),
    ],
)
def test_statements(connect: Connect, sql: str, rows: list[tuple[str | None, ...]]) -> None:
    assert connect().query(sql) == rows


def test_statements_with_parameters(connect: Connect) -> None:
    session = connect()
    assert session.query("SELECT $1 || 'x', $2", ["a'; --", None]) == [("a'; --x", None)]
    with pytest.raises(KernelError, match=r'the result column "n" is of type int4; cast it'):
        session.query("SELECT 1 AS n", [])
    with pytest.raises(DatabaseError, match="syntax error") as caught:
        session.query("SELECT FROM WHERE $1", ["x"])
    assert caught.value.position == 13


@pytest.mark.parametrize(
    ("sql", "sqlstate", "shown"),
    [
        ("SELECT * FROM missing", "42P01", 'relation "missing" does not exist'),
        ("SELECT 'secret'::int", "22P02", "invalid text representation; the server's text"),
        ("DO $$ BEGIN RAISE 'secret'; END $$", "P0001", "exception raised by a function"),
    ],
)
def test_errors_hold_no_value(connect: Connect, sql: str, sqlstate: str, shown: str) -> None:
    session = connect()
    with pytest.raises(DatabaseError) as caught:
        session.query(sql)
    assert caught.value.sqlstate == sqlstate
    assert caught.value.side == "connection"
    assert str(caught.value).startswith(shown)
    assert "secret" not in f"{caught.value!r} {vars(caught.value)}"
    assert session.query("SELECT 1") == [("1",)]


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"host": "/nonexistent"}, DatabaseError),
        ({"host": "localhost", "port": 1, "sslmode": "disable"}, DatabaseError),
        ({"hostaddr": "::1", "port": 1}, DatabaseError),
        ({"host": "no-such-host.invalid"}, DatabaseError),
        ({"hostaddr": "1.2.3"}, KernelError),
        ({"hots": "x"}, KernelError),
        ({"host": "localhost", "port": "x"}, KernelError),
        ({"host": "localhost", "sslmode": "maybe"}, KernelError),
        ({"host": "localhost", "sslmode": "verify-full", "sslrootcert": "/none"}, KernelError),
        ({}, KernelError),
    ],
)
def test_connections_that_fail(params: dict[str, str | int], error: type[KernelError]) -> None:
    with pytest.raises(KernelError) as caught:
        Connection(**params, password="geheim")  # noqa: S106
    assert type(caught.value) is error
    assert "geheim" not in str(caught.value)
    if isinstance(caught.value, DatabaseError):
        assert caught.value.sqlstate == "08001"


def test_a_server_that_never_answers(unused_server: int) -> None:
    start = time.monotonic()
    with pytest.raises(DatabaseError, match="connect_timeout") as caught:
        Connection(host="127.0.0.1", port=unused_server, connect_timeout=2)
    assert caught.value.sqlstate == "08001"
    assert time.monotonic() - start < 5


def test_what_a_session_tells_of_itself(connect: Connect) -> None:
    with connect() as session:
        assert session.query("SELECT pg_backend_pid()") == [(str(session.backend_pid),)]
        assert session.query("SHOW server_version") == [(session.parameter("server_version"),)]
        assert session.query("SHOW application_name") == [("confiture",)]
        assert session.parameter("missing") is None
        assert "dbname=" in repr(session)
        assert not session.closed
    assert session.closed
    session.close()
    with pytest.raises(KernelError, match="the connection is closed"):
        session.query("SELECT 1")


def test_cancel_from_another_thread(connect: Connect) -> None:
    session = connect()
    threading.Timer(0.3, session.cancel).start()
    with pytest.raises(DatabaseError) as caught:
        session.query("SELECT pg_sleep(60)")
    assert caught.value.sqlstate == "57014"
    assert session.query("SELECT 1") == [("1",)]


def test_ctrl_c_stops_a_statement(connect: Connect) -> None:
    session = connect()
    main = threading.main_thread().ident
    assert main
    threading.Timer(0.3, signal.pthread_kill, [main, signal.SIGINT]).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        session.query("SELECT pg_sleep(60)")
    assert time.monotonic() - start < 5
    assert session.query("SELECT 1") == [("1",)]


def test_other_threads_run_and_cannot_share_a_call(connect: Connect) -> None:
    session = connect()
    waiting = threading.Thread(target=session.query, args=["SELECT pg_sleep(0.5)"])
    waiting.start()
    time.sleep(0.2)
    with pytest.raises(KernelError, match="in use by another call"):
        session.query("SELECT 1")
    waiting.join()
    assert session.query("SELECT 1") == [("1",)]


def test_ctrl_c_stops_connecting(unused_server: int) -> None:
    main = threading.main_thread().ident
    assert main
    threading.Timer(0.3, signal.pthread_kill, [main, signal.SIGINT]).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        Connection(host="127.0.0.1", port=unused_server)
    assert time.monotonic() - start < 5


def test_copies_by_query_move_nothing_and_do_no_harm(connect: Connect) -> None:
    session = connect()
    session.query("CREATE TABLE t AS SELECT repeat('x', 1000) AS a FROM generate_series(1, 9000)")
    assert session.query("COPY t TO STDOUT") == []
    with pytest.raises(DatabaseError, match="COPY from stdin failed"):
        session.query("COPY t FROM STDIN")
    assert session.query("SELECT count(*) FROM t") == [("9000",)]
