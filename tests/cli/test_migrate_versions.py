"""Migrations for an older server than the private one: written for it, they run on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from confiture import generating
from confiture.errors import UsageError
from tests.migrating import CONF, Shop, running_shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Database

OLD = """
create table customers (id int primary key, email text, note text);
create table orders (id int not null, customer int) partition by range (id);
create table orders_1 partition of orders for values from (0) to (100000);
"""
NEW = """
create domain code as text constraint code_given not null;
create table customers (
  id int primary key, email text not null, note text constraint note_given not null,
  token uuid not null default gen_random_uuid()
);
create table orders (
  id int not null, customer int constraint orders_customer references customers
) partition by range (id);
create table orders_1 partition of orders for values from (0) to (100000);
"""
ROWS = """
insert into customers select n, 'c' || n, 'n' from generate_series(1, 100) n;
insert into orders select n, n from generate_series(1, 100) n
"""
NOTE = "note: written for PostgreSQL 15\n"
FOR_15 = "check (email is not null) not valid"
FOR_18 = "not null email not valid"
SAID = CONF.replace('"local"\n', '"local"\n  server_version = 15\n')


@pytest.fixture(scope="module")
def running() -> Iterator[Shop]:
    with running_shop() as shop:
        if shop.server.binaries.major < 18:
            pytest.skip("the private server knows no newer forms")
        yield shop


@pytest.fixture
def shop(running: Shop) -> Shop:
    """A project whose DDL files have gone on since its only migration."""
    running.start_anew()
    running.migration("1_old", OLD, "drop table customers, orders;\n")
    running.schema(NEW)
    return running


def text(shop: Shop, part: str = "up") -> str:
    (path,) = (shop.root / "db" / "migrations").glob(f"2*_new.{part}.sql")
    return path.read_text()


def test_it_runs_there(shop: Shop, database: Database) -> None:
    """On the version that was said, and on the one that it was tried on."""
    (shop.root / "confiture.conf").write_text(SAID)
    made = shop.confiture("migrate", "generate", "--name", "new")
    assert made.err.endswith(NOTE)
    assert FOR_15 in text(shop)
    assert "_given" not in text(shop)  # before 18, and 17 for domains, no NOT NULL has a name
    shop.database_at(database.conninfo)
    shop.confiture("migrate", "up", "--to", "1", "--yes")
    with database.connect() as connection:
        connection.execute(ROWS.encode())
    shop.confiture("migrate", "up", "--yes")
    with database.connect() as connection:
        found = connection.execute("select count(token), count(distinct token) from customers")
        assert found.fetchone() == (100, 100)
        bound = "select bool_and(convalidated) from pg_constraint where contype = 'f'"
        assert connection.execute(bound.encode()).fetchone() == (True,)
        checks = "select from pg_constraint where contype = 'c' and conname like '%is_not_null'"
        assert connection.execute(checks.encode()).fetchall() == []
        assert connection.execute(
            "select attname from pg_attribute where attrelid = 'customers'::regclass"
            " and attnotnull and attnum > 0 order by attnum"
        ).fetchall() == [("id",), ("email",), ("note",), ("token",)]
    shop.confiture("migrate", "down", "--yes")
    with database.connect() as connection:
        found = connection.execute("select * from customers where id = 1")
        assert found.fetchone() == (1, "c1", "n")


@pytest.mark.parametrize(
    ("conf", "words", "form", "noted"),
    [
        pytest.param(CONF, [], FOR_18, "", id="of the private server"),
        pytest.param(CONF, ["--server-version", "15"], FOR_15, NOTE, id="flag"),
        pytest.param(SAID, [], FOR_15, NOTE, id="setting"),
        pytest.param(SAID, ["--server-version", "18"], FOR_18, "", id="flag over setting"),
        pytest.param(
            "param version: integer = 15\n" + SAID.replace("= 15", "= version"), [], FOR_15, NOTE,
            id="parameter",
        ),
    ],
)  # fmt: skip
def test_who_says_the_version(
    shop: Shop, conf: str, words: list[str], form: str, noted: str
) -> None:
    (shop.root / "confiture.conf").write_text(conf)
    made = shop.confiture("migrate", "generate", "--name", "new", *words)
    assert form in text(shop)
    assert "note: " + made.err.rpartition("note: ")[2] == (noted or "note: " + made.err)


def test_a_live_database_says_it(shop: Shop, database: Database) -> None:
    """Where nobody else does, and it is there."""
    with database.connect() as connection:
        old = connection.info.server_version < 180000
    for conninfo, form in (
        (database.conninfo, FOR_15 if old else FOR_18),
        ({**database.conninfo, "dbname": "nowhere"}, FOR_18),
        ({**database.conninfo, "port": "1"}, FOR_18),
    ):
        shop.database_at(conninfo)
        shop.confiture("migrate", "generate", "--name", "new")
        assert form in text(shop)
        for path in (shop.root / "db" / "migrations").glob("2*"):
            path.unlink()


def test_a_comparison_follows_the_old_side(shop: Shop, database: Database) -> None:
    """Whose server the statements are for."""
    with database.connect() as connection:
        connection.execute(OLD.encode())
        form = FOR_15 if connection.info.server_version < 180000 else FOR_18
    shop.database_at(database.conninfo)
    (shop.root / "to.conf").write_text(
        'include "confiture.conf"\nrecipe to { migrate local to "db/schema" }\n'
    )
    assert form in shop.confiture("diff", "local", "db/schema", "--format", "sql").out
    shop.confiture("apply", "to.conf", "--yes")
    assert shop.confiture("diff", "local", "db/schema", "--exit-code").code == 0


def test_the_wizard(shop: Shop) -> None:
    answers = ("--env", "local", "--online", "--accept-risk", "--name", "new", "--no-recipe")
    made = shop.confiture("wizard", *answers, "--server-version", "15")
    assert NOTE in made.out
    assert FOR_15 in text(shop)


def test_a_squash(shop: Shop) -> None:
    (shop.root / "confiture.conf").write_text(SAID)
    shop.migration("1_old", NEW)
    shop.confiture("migrate", "squash", "--through", "1", "--force")
    (path,) = (shop.root / "db" / "migrations").glob("1_squashed.up.sql")
    assert "_given" not in path.read_text()


@pytest.mark.parametrize("version", [11, 19])
def test_versions_that_are_none(shop: Shop, version: int) -> None:
    words = ("migrate", "generate", "--name", "new", "--server-version", str(version))
    ended = shop.confiture(*words, code=64)
    assert f"{version} is not in the range 12<=x<=18" in ended.err
    with pytest.raises(UsageError, match=f"server_version is from 12 to 18, not {version}"):
        generating.propose(server_version=version, root=shop.root)
    assert shop.files() == ["1_old.down.sql", "1_old.up.sql"]
