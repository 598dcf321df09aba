"""A table is dropped, with all its rows, under the hands of programs that may still use it.

Instead: deploy what no longer uses the table first, then drop it, and say so: `-- confiture: ignore
drops-table because …`. A rename before that shows who still uses it, and is taken back in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, name_of, shown

_TABLES = {pg.OBJECT_TABLE, pg.OBJECT_FOREIGN_TABLE}


@migration_rule("drops-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("drop_stmt"):
        names = [name_of(node.list.items) for node in step.tree.objects]
        for name in names if step.tree.remove_type in _TABLES else ():
            if migration.existed(step, name):
                message = f"{shown(name)} goes, with its rows, and programs may still use it"
                hint = "drop it when nothing uses it any more, and say so in a comment"
                yield Found(message, hint, span=step.statement.span)
