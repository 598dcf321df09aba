"""A partition is detached, and nobody can use the partitioned table meanwhile.

DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the parent and the partition
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION).

Instead: `detach partition … concurrently`, outside of a transaction; it is not possible while there
is a default partition.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("detach-without-concurrently", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_DetachPartition):
        partition = one.definition.partition_cmd
        if not partition.concurrent:
            message = f"nobody can use {one.table} while {shown(named(partition.name))} is detached"
            hint = "detach partition … concurrently, in a file of its own"
            yield Found(message, hint, span=one.step.statement.span)
