"""A foreign key is added to a table in use, and nobody can write to either table until all rows
have been checked.

The lock is SHARE ROW EXCLUSIVE on both tables, held while the one is joined to the other
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: add it NOT VALID, which takes a moment; in another transaction, `validate constraint`,
which lets others write.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("foreign-key-checks-all-rows", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one, constraint in migration.constraints(pg.CONSTR_FOREIGN):
        known = one.step.scans is not None or one.command.subtype == pg.AT_AddConstraint
        if not constraint.skip_validation and one.step.scans is not False and known:
            target = shown(named(constraint.pktable))
            message = f"nobody can write to {one.table} and {target} until all rows are checked"
            hint = "add it not valid, and validate it in another transaction"
            yield Found(message, hint, span=one.step.statement.at(constraint.location))
