"""A column is dropped, with all its values, under the hands of programs that may still use it.

A program that was started before the migration asks for the column until it is replaced; libraries
that keep a table's columns in memory fail in INSERTs that do not even name it.

Instead: deploy what no longer uses the column first, then drop it, and say so: `-- confiture:
ignore drops-column because …`.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("drops-column", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    added: set[tuple[str, str]] = set()
    for one in migration.alterations(pg.AT_AddColumn, pg.AT_DropColumn):
        if one.command.subtype == pg.AT_AddColumn:
            added.add((one.table, str(one.definition.column_def.colname)))
        elif (one.table, str(one.command.name)) not in added:
            message = f"{one.column} goes, with its values, and programs may still use it"
            hint = "drop it when nothing uses it any more, and say so in a comment"
            yield Found(message, hint, span=one.step.statement.span)
