"""A migration drops a database.

It cannot run in a transaction, and nothing brings the database back.

Instead: do it by hand, when you mean it.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("drops-database", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("dropdb_stmt"):
        message = f"database {step.tree.dbname} goes, with all that is in it"
        yield Found(message, "take this out of the migration", span=step.statement.span)
