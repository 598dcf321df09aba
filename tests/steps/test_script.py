"""SQL files on a session: where they start from, what they leave, and whose fault an error is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from confiture.ddl.files import SqlFile
from confiture.errors import ConfitureError, DatabaseError
from confiture.model.names import QName
from confiture.pg.session import Session, connect
from confiture.steps.script import run_file, run_files
from confiture.steps.seed import csv_table, load_seed
from tests.conftest import Database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    limits = {"lock_timeout": "1234ms", "statement_timeout": "60000ms"}
    opened = connect(database.conninfo, environment="local", settings=limits)
    yield opened
    opened.close()


def file(text: str, name: str = "a.sql") -> SqlFile:
    return SqlFile(
        path=Path(name), name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
    )


SHOW = "select current_setting(name) from unnest($1::text[]) name"
NAMES = ["search_path", "datestyle", "lock_timeout", "statement_timeout", "role"]
FRESH = [("public",), ("ISO, MDY",), ("1234ms",), ("1min",), ("none",)]

MEDDLING = """
set search_path = pg_catalog;
set datestyle = 'German';
set lock_timeout = 0;
set statement_timeout = '7s';
set role pg_monitor;
"""


def test_a_file_leaves_no_setting_behind(session: Session) -> None:
    with session.transaction():
        run_file(session, file(MEDDLING))
    assert session.query(SHOW, [NAMES]) == FRESH


def test_each_file_starts_afresh(session: Session) -> None:
    text = "create table t{0} as select current_setting('lock_timeout') l, current_user::text u"
    run_files(
        session,
        [file(text.format(1) + MEDDLING.join(";;"), "1.sql"), file(text.format(2), "2.sql")],
    )
    rows = session.query("select * from public.t1 union all select * from public.t2")
    assert [row[0] for row in rows] == ["1234ms", "1234ms"]
    assert session.query(SHOW, [NAMES]) == FRESH


def test_a_timeout_bounds_each_statement_of_a_file(session: Session) -> None:
    with pytest.raises(DatabaseError, match="statement timeout"), session.transaction():
        run_file(session, file("select 1;\nselect pg_sleep(5);"), timeout=100)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("select 1;\nselect nothing;", "a.sql:2:8", "nothing"),
        ("create table t (n int);\ninsert into t values (1);\nselect 1/n - 1/(n-1) from t;",
         "a.sql:3:1", "division by zero"),
        ("copy pg_temp.t from stdin;\n1\n\\.\n", "a.sql:1:1", "does not exist"),
    ],
)  # fmt: skip
def test_an_error_is_told_at_its_place(session: Session, text: str, place: str, said: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        run_files(session, [file(text)])
    assert place in str(caught.value)
    assert said in str(caught.value)
    assert session.query("select to_regclass('public.t')") == [(None,)]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("\n select nothing;", "b.sql:2:9", "nothing"),
        ("select 1 +;", "b.sql:1:11", "syntax error"),
        ("select 1;\ncreate table t (n int)", "b.sql:2:1", "already exists"),
    ],
)
def test_an_error_is_told_in_its_file(session: Session, text: str, place: str, said: str) -> None:
    """The files are sent together."""
    files = [file("create table t (n int) -- é", "a.sql"), file(text, "b.sql"), file("", "c.sql")]
    with pytest.raises(DatabaseError) as caught:
        run_files(session, files)
    assert place in str(caught.value)
    assert said in str(caught.value)
    assert session.query("select to_regclass('public.t')") == [(None,)]


def test_a_lost_session_blames_no_statement(session: Session) -> None:
    """Nothing is run a second time to find out which statement ended the session."""
    text = "create table t (n int);\nselect pg_terminate_backend(pg_backend_pid());\nselect 1;"
    with pytest.raises(DatabaseError, match="confiture resume") as caught:
        run_files(session, [file(text)])
    assert caught.value.sqlstate == "57P01"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("people.csv", QName("public", "people")),
        ("10_app.people.csv", QName("app", "people")),
        ("seeds/10_people.csv", QName("public", "people")),
        ("2024.csv", QName("public", "2024")),
        ("app.10_people.csv", QName("app", "10_people")),
    ],
)
def test_the_table_that_a_csv_names(name: str, table: QName) -> None:
    assert csv_table(name) == table


@pytest.mark.parametrize("name", ["a.b.c.csv", ".a.csv", "10_a..csv"])
def test_a_csv_that_names_no_table(name: str) -> None:
    with pytest.raises(ConfitureError, match="does not name a table"):
        csv_table(name)


def test_seeds_from_csv(session: Session) -> None:
    session.script('create table public.people (id int, "Full Name" text, note text)')
    load_seed(session, file('id,"Full Name"\n1,"a, b"\n2,\n', "10_people.csv"))
    rows = session.query("select * from public.people order by id")
    assert rows == [(1, "a, b", None), (2, None, None)]
    with pytest.raises(DatabaseError) as caught:
        load_seed(session, file('id,"Full Name"\n1,x\ncanary,y\n', "10_people.csv"))
    assert "row 3" in str(caught.value)
    assert "canary" not in str(caught.value)
