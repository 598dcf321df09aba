"""Which statements are cut out of a file's transaction, and whether the server agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from confiture.ddl.classify import Kind, kind_of

if TYPE_CHECKING:
    from tests.conftest import Database

OUTSIDE = [
    "VACUUM",
    "VACUUM (FULL) t",
    "CLUSTER",
    "DISCARD ALL",
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "CREATE UNIQUE INDEX CONCURRENTLY ON t (a)",
    "DROP INDEX CONCURRENTLY i2",
    "REINDEX INDEX CONCURRENTLY i2",
    "REINDEX (CONCURRENTLY) TABLE t",
    "REINDEX SCHEMA public",
    "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
    "CREATE DATABASE d",
    "DROP DATABASE d",
    "ALTER DATABASE d SET TABLESPACE s",
    "CREATE TABLESPACE s LOCATION '/nowhere'",
    "DROP TABLESPACE s",
    "ALTER SYSTEM SET work_mem = '4MB'",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
    "DROP SUBSCRIPTION s",
]
PLAIN = [
    "ANALYZE t",
    "CLUSTER t USING i2",
    "DISCARD TEMP",
    "CREATE INDEX i ON t (a)",
    "DROP INDEX i2",
    "REINDEX TABLE t",
    "ALTER TABLE t ADD COLUMN concurrently int",
    "ALTER TYPE e ADD VALUE 'b'",
    "ALTER DATABASE d SET work_mem = '4MB'",
    "COMMENT ON TABLE t IS 'VACUUM'",
    "SAVEPOINT s",
    "RELEASE s",
    "ROLLBACK TO s",
    "PREPARE a AS SELECT 1",
    "COPY t TO STDOUT",
    "COPY t FROM '/from/stdin'",
    "COPY (SELECT ' from stdin') TO '/tmp/x'",
    "CREATE WRONG database",
    "",
]
CONTROL = [
    "BEGIN",
    "START TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ABORT",
    "PREPARE TRANSACTION 'a'",
    "COMMIT PREPARED 'a'",
]
COPY = [
    "COPY t FROM stdin",
    "copy public.t (a, b) from STDIN with (format csv, header)",
    "COPY t FROM stdin WITH (grammar of the future)",
]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        *((statement, Kind.OUTSIDE_TRANSACTION) for statement in OUTSIDE),
        *((statement, Kind.PLAIN) for statement in PLAIN),
        *((statement, Kind.TRANSACTION_CONTROL) for statement in CONTROL),
        *((statement, Kind.COPY_FROM_STDIN) for statement in COPY),
    ],
)
def test_kind(statement: str, kind: Kind) -> None:
    assert kind_of(statement) is kind
    assert kind_of(f"{statement};") is kind


def test_server_refuses_exactly_these(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(
            """CREATE TABLE t (a int);
               CREATE INDEX i2 ON t (a);
               CREATE TABLE p (a int) PARTITION BY LIST (a);
               CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"""
        )
        # Whether DROP SUBSCRIPTION is refused depends on the subscription, and there is none.
        assert [sql for sql in OUTSIDE if not _refused(connection, sql)] == ["DROP SUBSCRIPTION s"]
        assert not any(_refused(connection, sql) for sql in PLAIN if not sql.startswith("COPY"))


def _refused(connection: psycopg.Connection, statement: str) -> bool:
    """Whether the server says that this cannot be in a transaction; any other end is none."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SAVEPOINT s")
            connection.execute(statement.encode())
    except psycopg.errors.ActiveSqlTransaction:
        return True
    except psycopg.Error:
        return False
    return False
