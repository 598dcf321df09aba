"""A table or view gets another name, and every program that uses the old one fails at once.

Instead: in the same transaction, create a view of the old name that shows the new table, which is
no finding; drop it when nothing uses it any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown

_RENAMED = {pg.OBJECT_TABLE, pg.OBJECT_VIEW, pg.OBJECT_MATVIEW, pg.OBJECT_FOREIGN_TABLE}


@migration_rule("renames-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("rename_stmt"):
        tree = step.tree
        name = named(tree.relation)
        if tree.rename_type not in _RENAMED or not migration.existed(step, name):
            continue
        if not migration.made_later(step, name):
            message = f"whoever still uses {shown(name)} fails from now on"
            hint = "create a view of the old name in the same transaction"
            yield Found(message, hint, span=step.statement.span)
