"""Clients write to every table while migrations run, and none of them waits for long.

The database is on a server of its own: what a migration tries on scratch copies costs it nothing.
"""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from confiture.pg import embedded
from tests.conftest import project_directory
from tests.migrating import Shop

TABLES = [f"t{number}" for number in range(8)]
ROWS = 20_000
LONGEST_WAIT = 300
"""Milliseconds that a client may wait for a lock."""
LONGEST = 1000
"""Milliseconds that a statement may take, on a machine that has more to do than it can."""
BASELINE_SECONDS = 3.0
READER_SECONDS, READER_PAUSE = 4.0, 2.0
ONE_MIGRATION = 240

WAITS = """
select (extract(epoch from clock_timestamp() - waitstart) * 1000)::float
from pg_locks join pg_stat_activity using (pid)
where not granted and waitstart is not null and application_name = 'writer'
"""
SCHEMA = """
create type mood as enum ('low', 'high');
create sequence numbers;
create function twice(n int) returns int language sql immutable as 'select n * 2';
create function touch() returns trigger language plpgsql as 'begin return new; end';
/* tables */
create table parts (id bigint, n int not null default 0) partition by range (id);
create table p1 partition of parts for values from (0) to (10000);
create table p2 partition of parts for values from (10000) to (30000);
create table old_part partition of parts for values from (30000) to (40000);
create index t3_label on t3 (label);
create index t4_label on t4 (label);
create view v0 as select id, n from t0;
alter table t5 add constraint t5_n check (n > -5);
/* more */
"""
TABLE = """
create table {0} (
  id bigint primary key, n int not null default 0, label text default 'x'/*{0}.label*/,
  word varchar(50)/*{0}.word*/, code text not null default gen_random_uuid()::text/*{0}.code*/,
  ref bigint, mood mood/*{0}.mood*/, spare int/*{0}*/
);
"""
KINDS: dict[str, tuple[str, str]] = {
    "add a column": ("/*t0*/", ", added int/*t0*/"),
    "add a column with a constant": ("/*t1*/", ", flag boolean not null default true/*t1*/"),
    "add a column with a value for each row": (
        "/*t2*/", ", token uuid default gen_random_uuid()/*t2*/",
    ),
    "drop a column": (", spare int/*t3*/", "/*t3*/"),
    "add a check": ("/*t4*/", ", constraint t4_n check (n >= 0)/*t4*/"),
    "drop a check": ("alter table t5 add constraint t5_n check (n > -5);\n", ""),
    "add a foreign key": (
        "/* more */",
        "alter table t6 add constraint t6_ref foreign key (ref) references t7;\n/* more */",
    ),
    "add a unique constraint": ("/*t7*/", ", constraint t7_code unique (code)/*t7*/"),
    "set not null": ("mood mood/*t3.mood*/", "mood mood not null/*t3.mood*/"),
    "drop not null": (
        "not null default gen_random_uuid()::text/*t1.code*/", "default gen_random_uuid()::text",
    ),
    "make an index": ("/* more */", "create index t2_label on t2 (label);\n/* more */"),
    "drop an index": ("create index t3_label on t3 (label);\n", ""),
    "replace an index": ("t4_label on t4 (label)", "t4_label on t4 (label, n)"),
    "comment": ("/* more */", "comment on table t5 is 'five';\n/* more */"),
    "replace a view": ("select id, n from t0", "select id, n * 2 as n, label from t0"),
    "make a trigger": (
        "/* more */",
        "create trigger touched before insert on t6 execute function touch();\n/* more */",
    ),
    "make a policy": ("/* more */", "create policy p on t7 using (n > 0);\n/* more */"),
    "grant": ("/* more */", "grant select on t0 to public;\n/* more */"),
    "add a label": ("('low', 'high')", "('low', 'mid', 'high')"),
    "make a type longer": ("varchar(50)/*t1.word*/", "varchar(100)/*t1.word*/"),
    "set statistics": (
        "/* more */", "alter table t2 alter column label set statistics 500;\n/* more */",
    ),
    "set a storage parameter": ("/* more */", "alter table t3 set (fillfactor = 80);\n/* more */"),
    "make a table with a foreign key": (
        "/* more */",
        "create table extra (id bigint primary key, one bigint references t4);\n/* more */",
    ),
    "make a partition": (
        "/* more */",
        "create table p3 partition of parts for values from (40000) to (50000);\n/* more */",
    ),
    "drop a partition": (
        "create table old_part partition of parts for values from (30000) to (40000);\n", "",
    ),
    "alter a sequence": ("create sequence numbers;", "create sequence numbers increment 5;"),
    "change a default": ("default 'x'/*t5.label*/", "default 'y'/*t5.label*/"),
    "replace a function": ("'select n * 2'", "'select n + n'"),
    "make a materialized view": (
        "/* more */", "create materialized view m as select count(*) from t6;\n/* more */",
    ),
    "make an index of a partitioned table": (
        "/* more */", "create index parts_n on parts (n);\n/* more */",
    ),
    "set the replica identity": ("/* more */", "alter table t7 replica identity full;\n/* more */"),
    "secure rows": ("/* more */", "alter table t6 enable row level security;\n/* more */"),
    "add a stored generated column": (
        "/*t5*/", ", double int generated always as (n * 2) stored/*t5*/",
    ),
}  # fmt: skip
REWRITES = {"add a stored generated column"}
"""What PostgreSQL does only by writing the table anew, and the plan says so."""
FEW = (
    "add a column with a value for each row", "add a foreign key", "add a unique constraint",
    "set not null", "replace an index", "replace a view",
)  # fmt: skip


@dataclass
class Samples:
    """When each statement of a client began, and how many milliseconds it took; when a client was
    seen to wait for a lock, and how long it had by then."""

    taken: list[tuple[float, float]] = field(default_factory=list)
    waits: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def slowest(self, since: float) -> float:
        return max((took for began, took in self.taken if began + took / 1000 > since), default=0.0)

    def longest_wait(self, since: float) -> float:
        return max((waited for seen, waited in self.waits if seen > since), default=0.0)


@contextmanager
def load(dsn: str) -> Iterator[Samples]:
    """A writer for each table, and a reader of four seconds that comes and goes."""
    samples, ended = Samples(), threading.Event()
    writers = [threading.Thread(target=_write, args=(dsn, t, samples, ended)) for t in TABLES]
    writers.append(threading.Thread(target=_write, args=(dsn, "parts", samples, ended)))
    others = [threading.Thread(target=run, args=(dsn, samples, ended)) for run in (_read, _watch)]
    for thread in (*writers, *others):
        thread.start()
    try:
        yield samples
    finally:
        ended.set()
        for thread in (*writers, *others):
            thread.join()


def _write(dsn: str, table: str, samples: Samples, ended: threading.Event) -> None:
    chance = random.Random(table)  # noqa: S311 - rows, not secrets
    numbers = itertools.count(ROWS + 1)
    with psycopg.connect(dsn, autocommit=True, application_name="writer") as connection:
        while not ended.wait(0.02):
            if chance.random() < 0.2 and table != "parts":
                statement = f"insert into {table} (id, mood) values ({next(numbers)}, 'low')"
            else:
                row = chance.randrange(1, ROWS)
                statement = f"update {table} set n = n + 1 where id = {row}"
            began = time.monotonic()
            try:
                connection.execute(statement.encode(), prepare=False)
            except psycopg.Error as error:
                samples.errors.append(f"{statement}: {error}")
            samples.taken.append((began, (time.monotonic() - began) * 1000))


def _read(dsn: str, samples: Samples, ended: threading.Event) -> None:
    chance = random.Random(1)  # noqa: S311 - tables, not secrets
    with psycopg.connect(dsn) as connection:
        while not ended.wait(READER_PAUSE):
            try:
                with connection.transaction():
                    for table in chance.sample(TABLES, 4):
                        connection.execute(f"select count(*) from {table}".encode())
                    ended.wait(READER_SECONDS)
            except psycopg.Error as error:
                samples.errors.append(f"reader: {error}")


def _watch(dsn: str, samples: Samples, ended: threading.Event) -> None:
    """The server's own clock: this process may be kept waiting by the machine."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        while not ended.wait(0.01):
            for (waited,) in connection.execute(WAITS).fetchall():
                samples.waits.append((time.monotonic(), waited))


@dataclass(frozen=True)
class Loaded:
    """The project, and the server that its database is on."""

    shop: Shop
    target: embedded.Server


@pytest.fixture(scope="module")
def loaded() -> Iterator[Loaded]:
    with (
        project_directory() as root,
        project_directory() as other,
        embedded.lease(root) as server,
        embedded.lease(other) as target,
    ):
        yield Loaded(Shop(root, server), target)


def prepare(loaded: Loaded, kinds: Sequence[str]) -> None:
    """The tables with their rows, and a migration for each kind, not yet run."""
    shop = loaded.shop
    shop.start_anew()
    shop.database_at(loaded.target.conninfo("local"))
    with psycopg.connect(loaded.target.dsn("postgres"), autocommit=True) as admin:
        admin.execute("drop database if exists local with (force)")
        admin.execute("create database local")
    tables = "".join(TABLE.format(table) for table in TABLES)
    schema = SCHEMA.replace("/* tables */", tables)
    shop.schema(schema)
    shop.confiture("migrate", "generate", "--name", "all", "--offline")
    shop.confiture("migrate", "up", "--yes")
    with psycopg.connect(loaded.target.dsn("local"), autocommit=True) as connection:
        for table in TABLES:
            connection.execute(
                f"insert into {table} (id, label, ref, mood, spare) select n, repeat('x', 50), n,"
                f" 'low', n from generate_series(1, {ROWS}) n".encode()
            )
        connection.execute(f"insert into parts select generate_series(1, {ROWS})".encode())
        connection.execute("vacuum analyze")
    for kind in kinds:
        old, new = KINDS[kind]
        assert schema.count(old) == 1, kind
        schema = schema.replace(old, new)
        shop.schema(schema)
        made = shop.confiture("migrate", "generate", "--name", kind)
        assert made.out, kind


def assert_nobody_waits(loaded: Loaded, kinds: Sequence[str]) -> None:
    prepare(loaded, kinds)
    waits: dict[str, float] = {}
    slowest: dict[str, float] = {}
    with load(loaded.target.dsn("local")) as samples:
        time.sleep(1)
        began = time.monotonic()
        time.sleep(BASELINE_SECONDS)
        baseline = samples.slowest(began)
        for kind in kinds:
            began = time.monotonic()
            with loaded.shop.start("migrate", "up", "--steps", "1", "--yes") as process:
                out, err = process.communicate(timeout=ONE_MIGRATION)
            assert process.returncode == 0, f"{kind}: {err}{out}"
            waits[kind], slowest[kind] = samples.longest_wait(began), samples.slowest(began)
            seconds = time.monotonic() - began
            print(f"{kind}: {seconds:.1f} s, {waits[kind]:.0f} ms, {slowest[kind]:.0f} ms")  # noqa: T201
    print(f"baseline: {baseline:.0f} ms; {len(samples.taken)} statements")  # noqa: T201
    assert samples.errors == []
    assert {kind for kind, ms in waits.items() if ms > LONGEST_WAIT} <= REWRITES
    limit = max(LONGEST, 3 * baseline)
    assert {kind for kind, ms in slowest.items() if ms > limit} <= REWRITES
    done = loaded.shop.confiture("diff", "local", "db/schema", "--exit-code")
    assert done.code == 0


def test_a_few(loaded: Loaded) -> None:
    assert_nobody_waits(loaded, FEW)


@pytest.mark.soak
def test_all(loaded: Loaded) -> None:
    assert len(KINDS) > 30
    assert_nobody_waits(loaded, tuple(KINDS))


def test_a_plan_says_what_is_rewritten(loaded: Loaded) -> None:
    prepare(loaded, sorted(REWRITES))
    found = json.loads(loaded.shop.confiture("migrate", "up", "--dry-run", "--format", "json").out)
    assert found["risk"] == "rewrite"
