"""A BEGIN stands in a transaction, or a COMMIT outside of one.

PostgreSQL has no transactions within transactions: the second BEGIN is only a warning, and the
first COMMIT ends all (https://www.postgresql.org/docs/current/sql-begin.html).

Instead: one pair for each transaction; a part that may fail is a SAVEPOINT.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.script import BEGINS


@migration_rule("nested-transaction", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    opened = False
    for step in migration.steps:
        if not step.statement.is_control:
            continue
        begins = step.tree.kind in BEGINS
        if begins and opened:
            message = "a transaction is open already, and this begins none"
            yield Found(message, "take it away, or commit before", span=step.statement.span)
        elif not begins and not opened:
            message = "no transaction is open that this could end"
            yield Found(message, "take it away", span=step.statement.span)
        opened = begins
