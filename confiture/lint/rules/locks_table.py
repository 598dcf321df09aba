"""A table in use is locked by LOCK TABLE.

The lock is held to the end of the transaction; whoever needs the table waits that long
(https://www.postgresql.org/docs/current/sql-lock.html).

Instead: let the statements take the locks that they need.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown

_FROM_SHARE = 5


@migration_rule("locks-table", Severity.NOTE, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("lock_stmt"):
        for node in step.tree.relations if step.tree.mode >= _FROM_SHARE else ():
            name = named(node.range_var)
            if migration.existed(step, name):
                message = f"nobody can write to {shown(name)} until the transaction ends"
                yield Found(message, "leave it to the statements", span=step.statement.span)
