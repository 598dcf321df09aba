"""Databases made from templates, and the swap that puts one into place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from confiture.ddl.files import SqlFile
from confiture.errors import DatabaseError, HazardRefused
from confiture.model.names import quote
from confiture.pg import embedded
from confiture.pg.databases import Databases
from confiture.pg.session import Session, connect
from confiture.steps.database import CreateDatabase
from confiture.steps.template import (
    KEPT_TEMPLATES,
    beside,
    ensure_template,
    exists,
    ready_name,
    sweep,
    sweep_unfinished,
)
from tests.conftest import Database
from tests.pg.support import access_to, databases_of, ledger_of, together, work_of


@pytest.fixture
def server(pg: embedded.Server) -> Iterator[Session]:
    session = connect(pg.conninfo("postgres"), environment="server")
    yield session
    for (name,) in session.query(
        "select datname from pg_database where starts_with(datname, 'confiture_')"
    ):
        session.script(f"drop database {quote(name)} with (force)")
    session.close()


def file(text: str) -> SqlFile:
    return SqlFile(
        path=Path("a.sql"),
        name="a.sql",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def hash_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def template(pg: embedded.Server, schema_hash: str, text: str) -> str:
    @contextmanager
    def opened(name: str) -> Iterator[Session]:
        session = connect(pg.conninfo(name), environment="server")
        try:
            yield session
        finally:
            session.close()

    with opened("postgres") as session:
        return ensure_template(session, opened, schema_hash, lambda: [file(text)])


def names(server: Session, role: str) -> list[str]:
    query = "select datname from pg_database where starts_with(datname, $1) order by 1"
    return [name for (name,) in server.query(query, [f"confiture_{role}_"])]


def test_a_template_is_whole_or_absent(pg: embedded.Server, server: Session) -> None:
    with pytest.raises(DatabaseError, match="nothing"):
        template(pg, hash_of(1), "create table t (n int); select nothing")
    assert names(server, "template") == names(server, "building") == []
    assert template(pg, hash_of(1), "create table t (n int)") == names(server, "template")[0]


def test_several_make_one_template(pg: embedded.Server, server: Session) -> None:
    raised = together(*[lambda: template(pg, hash_of(2), "select pg_sleep(0.3)")] * 4)
    assert raised == [None] * 4
    assert len(names(server, "template")) == 1
    assert names(server, "building") == []


def test_old_templates_and_their_clones_go(pg: embedded.Server, server: Session) -> None:
    for number in range(KEPT_TEMPLATES + 2):
        name = template(pg, hash_of(number), "select 1")
        if number in (0, KEPT_TEMPLATES):
            server.script(f"create database {ready_name(hash_of(number), 0)} template {name}")
    template(pg, hash_of(99), "select 1")
    assert len(names(server, "template")) == KEPT_TEMPLATES
    assert names(server, "ready") == [ready_name(hash_of(KEPT_TEMPLATES), 0)]


def test_what_the_dead_were_building_goes_and_what_the_living_build_stays(
    pg: embedded.Server, server: Session
) -> None:
    server.script("create database confiture_building_dead")
    server.script("create database confiture_building_alive")
    other = connect(pg.conninfo("postgres"), environment="other")
    other.query(
        "select pg_advisory_lock(hashtextextended('confiture:confiture_building_alive', 0))"
    )
    sweep_unfinished(server)
    assert names(server, "building") == ["confiture_building_alive"]
    other.close()


def test_what_is_left_beside_a_database_goes(pg: embedded.Server, server: Session) -> None:
    for name in (*beside("mine"), beside("theirs")[0]):
        server.script(f"create database {name}")
    with psycopg.connect(pg.dsn(beside("mine")[1])):  # a session in it is ended
        sweep(server, "mine")
    assert [exists(server, name) for name in beside("mine")] == [False, False]
    assert exists(server, beside("theirs")[0])


def making(database: Database, *, replace: bool) -> CreateDatabase:
    return CreateDatabase(
        id="build", statement="build", environment="local", lane="", database=database.name,
        schema_hash=hash_of(0), files=(), replace=replace,
    )  # fmt: skip


@pytest.fixture
def local(database: Database) -> Iterator[Databases]:
    with databases_of(access_to(database)) as databases:
        yield databases


def mark(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("create table old (n int)")


def is_old(database: Database) -> bool:
    with database.connect() as connection:
        row = connection.execute("select to_regclass('old') is not null").fetchone()
    return row == (True,)


@pytest.mark.usefixtures("server")
def test_the_swap(local: Databases, database: Database) -> None:
    mark(database)
    with database.connect() as stays, ledger_of(local, "run") as ledger:
        making(database, replace=True).run(work_of(local, ledger, id_="build"))
        assert set(ledger.done(["local"])) == {"build"}
        with pytest.raises(psycopg.OperationalError):
            stays.execute("select 1")
    assert not is_old(database)


def test_a_database_made_by_somebody_else_stays(
    local: Databases, database: Database, server: Session
) -> None:
    mark(database)
    with ledger_of(local, "run") as ledger, pytest.raises(HazardRefused, match="somebody else"):
        making(database, replace=False).run(work_of(local, ledger, id_="build"))
    assert is_old(database)
    with ledger_of(local, "next"):
        assert not any(exists(server, name) for name in beside(database.name))


def test_a_swap_that_fails_leaves_the_old_database(
    local: Databases, database: Database, server: Session
) -> None:
    mark(database)
    login = {"user": "builder"}
    server.script("drop role if exists builder; create role builder login createdb")
    poor = databases_of(access_to(Database(database.name, {**database.conninfo, **login})))
    with (
        poor as databases,
        ledger_of(databases, "run") as ledger,
        pytest.raises(DatabaseError, match=r"\[42501\]"),
    ):
        making(database, replace=True).run(work_of(databases, ledger, id_="build"))
    assert is_old(database)
    with poor as databases, ledger_of(databases, "next"):
        assert not any(exists(server, name) for name in beside(database.name))
    for name in names(server, "template"):
        server.script(f"drop database {name}")
    server.script("drop role builder")
