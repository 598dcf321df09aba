"""All rows of a table go, and nobody can use the table until the transaction ends.

TRUNCATE takes an ACCESS EXCLUSIVE lock, and is not seen by `on delete` triggers
(https://www.postgresql.org/docs/current/sql-truncate.html).

Instead: DELETE in batches, where others use the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("truncates-table", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("truncate_stmt"):
        for node in step.tree.relations:
            name = named(node.range_var)
            if migration.existed(step, name):
                message = f"all rows of {shown(name)} go, and nobody can use it meanwhile"
                hint = "make sure that nothing needs them, and say so in a comment"
                yield Found(message, hint, span=step.statement.at(node.range_var.location))
