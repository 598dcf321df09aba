"""A column gets another name, and every program that uses the old one fails at once.

The migration and the new program cannot come at the same moment: between the two, one of them does
not fit.

Instead: add a column of the new name, write both, fill it in batches, read the new one, and drop
the old one; or leave the name, and rename it in a view.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("renames-column", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("rename_stmt"):
        tree = step.tree
        name = named(tree.relation)
        if tree.rename_type == pg.OBJECT_COLUMN and migration.existed(step, name):
            old = f"{shown(name)}.{tree.subname}"
            message = f"whoever still uses {old} fails from now on"
            hint = "add a column of the new name, and change over in several steps"
            yield Found(message, hint, span=step.statement.span)
