"""A migration waits for a lock as long as it takes, and everybody else waits behind it.

ALTER TABLE waits for the longest query on the table, and whoever comes after it, be it only to
read, waits for ALTER TABLE
(https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT). Confiture's
own sessions wait for `lock_timeout` of the environment, ten seconds where it says nothing: this is
for migrations that other tools run too.

Instead: `set local lock_timeout = '2s'` at the beginning, and run it again when it fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("missing-lock-timeout", Severity.NOTE, down=True, optional=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        if step.kind == "variable_set_stmt" and step.tree.name == "lock_timeout":
            return
        tables = step.locked()
        if tables and step.statement.transaction is not None:
            message = f"this waits for a lock on {tables[0]} without end, and others behind it"
            hint = "set local lock_timeout = '2s'"
            yield Found(message, hint, span=step.statement.span)
            return
