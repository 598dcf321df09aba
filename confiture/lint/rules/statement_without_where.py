"""An UPDATE or DELETE goes over all rows of a table.

Often a condition was forgotten; and where all rows are meant, it holds a lock on each of them until
the end, and leaves a dead version of each behind.

Instead: say which rows, by a column that the UPDATE sets (`where bio is null`); that can be a
backfill (`-- confiture: backfill` above it), which goes in parts that commit. Or TRUNCATE.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("statement-without-where", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("update_stmt", "delete_stmt"):
        tree = step.tree
        name = named(tree.relation)
        in_parts = step.statement.transaction is None
        if not (tree.HasField("where_clause") or in_parts) and migration.existed(step, name):
            verb = "changes" if step.kind == "update_stmt" else "deletes"
            message = f"this {verb} all rows of {shown(name)} at once"
            yield Found(message, "say which rows, and go in batches", span=step.statement.span)
