"""A primary key is made of an index whose columns may be NULL, and the table is read whole for it.

ADD PRIMARY KEY USING INDEX sets the columns NOT NULL where they are not, and nobody can use the
table until all rows have been checked
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX).

Instead: set the columns NOT NULL first, without reading the table: see
[set-not-null-reads-all-rows](#set-not-null-reads-all-rows).
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("primary-key-sets-not-null", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one, constraint in migration.constraints(pg.CONSTR_PRIMARY):
        if constraint.indexname and one.step.scans:
            message = f"nobody can use {one.table} until all its rows are checked for NULL"
            hint = "set the columns not null first"
            yield Found(message, hint, span=one.step.statement.at(constraint.location))
