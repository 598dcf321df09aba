"""A column is set NOT NULL, and nobody can use the table until all rows have been checked.

The lock is ACCESS EXCLUSIVE
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL).

Instead: from PostgreSQL 18 on, `add constraint … not null … not valid` and, in another transaction,
`validate constraint`; before, a check `(column is not null)` in the same two steps, after which SET
NOT NULL does not read the table, and the check can go.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("set-not-null-reads-all-rows", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_SetNotNull):
        if one.step.scans is not False:
            message = (
                f"nobody can use {one.table} until {one.command.name} of all its rows is checked"
            )
            yield Found(message, _HINT, span=one.step.statement.span)
    for one, constraint in migration.constraints(pg.CONSTR_NOTNULL):
        by_itself = one.command.subtype == pg.AT_AddConstraint
        if by_itself and not constraint.skip_validation and one.step.scans is not False:
            message = f"nobody can use {one.table} until all its rows are checked"
            yield Found(message, _HINT, span=one.step.statement.at(constraint.location))


_HINT = "add it as a constraint, not valid, and validate that in another transaction"
