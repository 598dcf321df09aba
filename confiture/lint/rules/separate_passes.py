"""A table is read or written whole by several ALTER TABLE of one transaction.

Commands of one ALTER TABLE share a pass over the rows
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: one ALTER TABLE with commas between its commands.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Step


@migration_rule("separate-passes", Severity.NOTE, down=True)
def check(migration: Migration) -> Iterator[Found]:
    passed: dict[tuple[int | None, str], Step] = {}
    for one in migration.alterations():
        step = one.step
        if not step.works or one.command.subtype == pg.AT_ValidateConstraint:
            continue
        first = passed.setdefault((step.statement.transaction, one.table), step)
        if first is not step:
            line = first.statement.span.line
            message = f"all rows of {one.table} are gone through again, as in line {line}"
            hint = "make the two one ALTER TABLE, with a comma between its commands"
            yield Found(message, hint, span=step.statement.span)
