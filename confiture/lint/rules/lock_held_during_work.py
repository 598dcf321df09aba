"""A statement that takes long runs while a table is locked that nobody can use meanwhile.

A lock is held to the end of the transaction: what takes a moment by itself lasts as long as all
that follows (https://www.postgresql.org/docs/current/explicit-locking.html). Told by what was seen
on the scratch copy: an ACCESS EXCLUSIVE lock first, then a statement that reads or writes a whole
table.

Instead: commit between the two, `commit; begin;` or two migrations; the quick one last.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import is_ddl
from confiture.model.effects import BLOCKS_READS


@migration_rule("lock-held-during-work", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        held = step.locked(BLOCKS_READS)
        later = next((one for one in migration.later(step) if one.works and is_ddl(one)), None)
        if (
            held
            and later is not None
            and not any(
                before.locked(BLOCKS_READS) for before in migration.before_in_transaction(step)
            )
        ):
            message = f"nobody can use {', '.join(held)} while this runs"
            hint = f"commit after line {step.statement.span.line}, which takes the lock"
            yield Found(message, hint, span=later.statement.span)
