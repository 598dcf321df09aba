"""A check is added to a table in use, and nobody can use the table until all rows have been
checked.

The lock is ACCESS EXCLUSIVE
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: add it NOT VALID, which takes a moment; in another transaction, `validate constraint`,
which lets others read and write.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("check-reads-all-rows", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one, constraint in migration.constraints(pg.CONSTR_CHECK):
        if not constraint.skip_validation and one.step.scans is not False:
            message = f"nobody can use {one.table} until all its rows are checked"
            hint = "add it not valid, and validate it in another transaction"
            yield Found(message, hint, span=one.step.statement.at(constraint.location))
