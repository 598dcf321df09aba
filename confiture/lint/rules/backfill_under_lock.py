"""Rows are changed in a transaction that has locked a table which nobody can use meanwhile.

A lock is held to the end of the transaction, and changing many rows takes long
(https://www.postgresql.org/docs/current/explicit-locking.html).

Instead: change the table in one migration, and its rows in another one, as a backfill (`--
confiture: backfill` above the UPDATE), which goes in parts that commit.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown
from confiture.model.effects import BLOCKS_READS


@migration_rule("backfill-under-lock", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("update_stmt", "delete_stmt", "insert_stmt", "merge_stmt"):
        before = [one for one in migration.before_in_transaction(step) if one.locked(BLOCKS_READS)]
        if before and migration.existed(step, named(step.tree.relation)):
            tables = ", ".join(before[0].locked(BLOCKS_READS))
            message = (
                f"nobody can use {tables} while rows of {shown(named(step.tree.relation))} change"
            )
            hint = "change the rows in a migration of their own"
            yield Found(message, hint, span=step.statement.span)
