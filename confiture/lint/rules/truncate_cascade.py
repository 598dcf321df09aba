"""TRUNCATE … CASCADE empties all tables that refer to the one named, and those that refer to them.

What that is depends on the foreign keys of the day; nothing in the statement says it
(https://www.postgresql.org/docs/current/sql-truncate.html).

Instead: name all tables that are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("truncate-cascade", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("truncate_stmt"):
        names = [named(node.range_var) for node in step.tree.relations]
        existing = any(migration.existed(step, name) for name in names)
        if step.tree.behavior == pg.DROP_CASCADE and existing:
            message = f"this also empties all tables that refer to {', '.join(map(shown, names))}"
            yield Found(message, "name all tables that are meant", span=step.statement.span)
