"""A constraint is added NOT VALID and validated in the same transaction.

The lock of the first statement is held until the end, so that nobody can use the table while its
rows are checked: it is as if NOT VALID had not been said.

Instead: validate it in another transaction, best in the next migration.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Alteration, Migration


@migration_rule("validated-in-same-transaction", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    added: dict[tuple[int | None, str, str], Alteration] = {}
    for one in migration.alterations(pg.AT_AddConstraint, pg.AT_ValidateConstraint):
        number = one.step.statement.transaction
        if one.command.subtype == pg.AT_AddConstraint:
            added[number, one.table, one.definition.constraint.conname] = one
        elif (number, one.table, one.command.name) in added:
            message = f"{one.command.name} is added in this transaction, whose lock is still held"
            hint = "validate it in another transaction"
            yield Found(message, hint, span=one.step.statement.span)
