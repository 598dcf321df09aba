"""A schema is dropped, with all that is in it where CASCADE is said.

Instead: drop what is in it by name, so that a reader of the migration sees what goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("drops-schema", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    made = {str(step.tree.schemaname) for step in migration.of("create_schema_stmt")}
    for step in migration.of("drop_stmt"):
        for node in step.tree.objects if step.tree.remove_type == pg.OBJECT_SCHEMA else ():
            name = str(node.string.sval)
            if name not in made:
                message = f"schema {name} goes, with what is in it"
                yield Found(message, "drop what is in it by name", span=step.statement.span)
