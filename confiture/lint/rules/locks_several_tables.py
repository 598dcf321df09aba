"""A transaction locks several tables, one after the other, that nobody can use meanwhile.

A program that uses the same tables in another order waits for the migration while the migration
waits for it: a deadlock, which the server ends by an error for one of them
(https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS).

Instead: a transaction for each table.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.model.effects import BLOCKS_READS


@migration_rule("locks-several-tables", Severity.NOTE, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for number in dict.fromkeys(step.statement.transaction for step in migration.steps):
        held: dict[str, None] = {}
        for step in migration.steps:
            if number is None or step.statement.transaction != number:
                continue
            locked = dict.fromkeys(step.locked(BLOCKS_READS))
            if held and locked.keys() - held.keys():
                new = ", ".join(sorted(locked.keys() - held.keys()))
                message = f"this locks {new} while {', '.join(held)} is locked"
                hint = "commit between the two"
                yield Found(message, hint, span=step.statement.span)
                break
            held |= locked
