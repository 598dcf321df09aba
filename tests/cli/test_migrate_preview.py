"""`confiture migrate up --dry-run`, `--dry-run-execute` and `preflight`: what they show, and that
they leave the database as it is.

It is on a server of its own, where nothing else happens.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from confiture.pg import embedded
from tests.conftest import project_directory
from tests.migrating import Shop

FIRST = "create table t (id int primary key, a text);\n"
PENDING = (
    "begin;\nalter table t add b int not null default 1;\ncreate table u (a int);\ncommit;\n\n"
    "create index concurrently i on t (a);\n\n"
    "-- confiture: backfill\nupdate t set b = 2 where b = 1;\n"
)
ROWS = "insert into t select n, 'canary ' || n from generate_series(1, 500) n"


@dataclass(frozen=True)
class Watched:
    """A project, and the server of its database; `dsn` is that of its superuser."""

    shop: Shop
    target: embedded.Server

    @property
    def dsn(self) -> str:
        return self.target.dsn("local")

    def sql(self, text: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(text.encode())
            return cursor.fetchall() if cursor.description else []

    def transactions(self) -> object:
        """Grows with each transaction that writes anything anywhere on the server."""
        return self.sql("select pg_snapshot_xmax(pg_current_snapshot())")

    def content(self) -> tuple[object, ...]:
        """The whole database: schema and rows, and what its catalogs count."""
        dump = subprocess.run(
            [self.target.binaries.path("pg_dump"), self.dsn],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        lines = [line for line in dump.splitlines() if not line.startswith("\\")]
        counts = self.sql(
            "select (select count(*) from pg_class), (select count(*) from pg_attribute),"
            " (select count(*) from pg_depend), to_regnamespace('confiture') is null"
        )
        return (*lines, *counts)


@pytest.fixture(scope="module")
def servers() -> Iterator[Watched]:
    with (
        project_directory() as root,
        project_directory() as other,
        embedded.lease(root) as server,
        embedded.lease(other) as target,
    ):
        with psycopg.connect(target.dsn("postgres"), autocommit=True) as admin:
            admin.execute("alter system set autovacuum = off")
            admin.execute("select pg_reload_conf()")
            admin.execute("create role weak login")
        yield Watched(Shop(root, server), target)


@pytest.fixture
def watched(servers: Watched) -> Watched:
    """A database with rows that Confiture has never touched."""
    with psycopg.connect(servers.target.dsn("postgres"), autocommit=True) as admin:
        admin.execute("drop database if exists local with (force)")
        admin.execute("create database local")
    servers.shop.start_anew()
    servers.shop.database_at(servers.target.conninfo("local"))
    servers.sql(f"{FIRST}{ROWS}")
    return servers


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_dry_run_writes_nothing(watched: Watched, form: str) -> None:
    watched.shop.migration("2_b", PENDING, "alter table t drop b")
    before = watched.content(), watched.transactions()
    files = watched.shop.files()
    report = watched.shop.root / "report"
    watched.shop.confiture("migrate", "up", "--dry-run", "--format", form, "--output", str(report))
    for words in (["status"], ["validate"], ["current"], ["history"], ["up", "--dry-run"]):
        watched.shop.confiture("migrate", *words)
    assert (watched.content(), watched.transactions()) == before
    assert watched.shop.files() == files
    assert watched.shop.unfinished() == []
    assert "canary" not in report.read_text()


def test_what_a_dry_run_shows(watched: Watched) -> None:
    watched.shop.migration("2_b", PENDING)
    rewriting = "alter table t alter a type bytea using null"
    watched.shop.migration("3_c", f"{rewriting};\nalter table t drop a;\n")
    found = watched.shop.confiture("migrate", "up", "--dry-run")
    lines = [line.strip() for line in found.out.splitlines()]
    assert lines[:3] == ["2_b", "transaction", "alter table t add b int not null default 1;"]
    assert lines[3] == "additive; ACCESS EXCLUSIVE on public.t"
    assert "outside of transactions" in lines
    assert "in parts, each in a transaction" in lines
    document = json.loads(
        watched.shop.confiture("migrate", "up", "--dry-run", "--format", "json").out
    )
    statements = [one for move in document["migrations"] for one in move["statements"]]
    assert [one["risk"] for one in statements] == [
        "additive", "additive", "additive", "irreversible", "rewrite", "data-loss",
    ]  # fmt: skip
    assert document["risk"] == "data-loss"
    fifth = statements[4]
    assert fifth["place"] == "db/migrations/3_c.up.sql:1:1"
    assert fifth["effect"]["rewritten"] == ["public.t"]
    assert fifth["estimate"]["bytes"] > 0
    assert fifth["seen_on"] == "scratch"


@pytest.mark.parametrize(
    ("text", "user", "said"),
    [
        ("select 1;\nalter tabel t add b int;\n", None, "2_b.up.sql:2:1: {}: syntax error at"),
        (
            "alter table t add constraint c check (id > 400);\n", None,
            '2_b.up.sql:1:1: local: check constraint "c" of relation "t" is violated',
        ),
        (
            "\n\ncreate unique index i on t (length(a));\n", None,
            '2_b.up.sql:3:1: local: could not create unique index "i"',
        ),
        ("alter table t alter b set not null;\n", None, 'column "b" of relation "t" does not'),
        ("alter table t add b int;\n", "weak", "2_b.up.sql:1:1: local: must be owner of table t"),
        ("delete from t;\n", "weak", "2_b.up.sql:1:1: local: permission denied for table t"),
    ],
)  # fmt: skip
def test_what_executing_finds(watched: Watched, text: str, user: str | None, said: str) -> None:
    watched.shop.migration("2_b", text)
    if user is not None:
        watched.shop.database_at({**watched.target.conninfo("local"), "user": user})
    before = watched.content()
    found = watched.shop.confiture("migrate", "up", "--dry-run-execute", code=1)
    assert any(said.format(where) in found.out for where in ("scratch", "local")), found.out
    assert "canary" not in found.out
    assert watched.content() == before


def test_executing_rolls_back(watched: Watched) -> None:
    """What refuses transactions is not run; all else is, also after what fails."""
    watched.shop.migration("2_b", f"{PENDING}\nbegin;\ninsert into u values (1);\ncommit;\n")
    before = watched.content()
    found = watched.shop.confiture("migrate", "up", "--dry-run-execute", "--format", "json")
    assert watched.content() == before
    statements = json.loads(found.out)["migrations"][0]["statements"]
    assert [one["seen_on"] for one in statements] == [
        "target", "target", "scratch", "target", "target",
    ]  # fmt: skip
    assert all(one["error"] is None for one in statements)


def test_every_failure_is_told(watched: Watched) -> None:
    watched.shop.migration("2_b", "alter table t add check (id > 400);\nselect 1;\n")
    watched.shop.migration(
        "3_c", "create unique index on t (length(a));\nselect 1 / count(*) from t"
    )
    found = watched.shop.confiture("migrate", "up", "--dry-run-execute", code=1).out
    assert found.count("fails: ") == 2
    assert found.count("took ") == 2


def test_preflight_on_a_copy(watched: Watched) -> None:
    """The environment's own database has no rows that fail; the copy has."""
    watched.shop.migration("1_t", FIRST)
    watched.shop.migration("2_b", "alter table t add constraint c check (id > 400)")
    with psycopg.connect(watched.target.dsn("postgres"), autocommit=True) as admin:
        admin.execute("drop database if exists copy")
        admin.execute("create database copy template local")
    watched.sql("delete from t where id <= 400")
    watched.shop.confiture("migrate", "baseline", "--through", "1")
    before = watched.content()
    against = watched.target.dsn("copy")
    found = watched.shop.confiture("migrate", "preflight", "--against", against, code=1)
    assert 'relation "t" already exists' in found.out  # the copy has no ledger
    with psycopg.connect(against, autocommit=True) as copy:
        copy.execute("drop table t")
    assert watched.shop.confiture("migrate", "preflight", "--against", against).code == 0
    assert watched.content() == before
