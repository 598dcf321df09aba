"""A table is attached as a partition, and is read whole for it.

PostgreSQL makes sure that every row is within the bounds, and that none of the default partition's
is, and nobody can use the table meanwhile
(https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE).

Instead: add a check that says the same as the bounds, NOT VALID; validate it; then attach, which
does not read the table then; drop the check.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("attach-reads-partition", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AttachPartition):
        name = named(one.definition.partition_cmd.name)
        if one.step.scans is not False and migration.existed(one.step, name):
            message = f"attaching {shown(name)} reads all its rows, and nobody can use it meanwhile"
            hint = "first add and validate a check that says the same as the bounds"
            yield Found(message, hint, span=one.step.statement.span)
