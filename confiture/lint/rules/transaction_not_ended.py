"""A transaction is begun and not ended: what it did is undone when the session ends.

Instead: `commit` at the end; or no BEGIN, as a migration is one transaction anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Step
from confiture.lint.script import BEGINS


@migration_rule("transaction-not-ended", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    opened: Step | None = None
    for step in migration.steps:
        if step.statement.is_control:
            opened = step if step.tree.kind in BEGINS else None
    if opened is not None:
        message = "nothing ends this transaction"
        yield Found(message, "end it with commit, or take begin away", span=opened.statement.span)
