"""A label is used in the transaction that adds it to its enum.

PostgreSQL refuses that, as a rollback would leave values without a label
(https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES).

Instead: commit before it is used, best in a migration of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration

_UNSAFE_NEW_VALUE = "55P04"


@migration_rule("enum-value-used-too-soon", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        if step.failure is not None and step.failure.sqlstate == _UNSAFE_NEW_VALUE:
            message = "this fails: it uses a label of an enum that is not committed"
            yield Found(message, "add the label in a migration before", span=step.statement.span)
