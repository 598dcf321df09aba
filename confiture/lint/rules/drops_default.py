"""A column loses its default, and an INSERT that does not name the column fails, or leaves it NULL.

A program that was started before the migration may rely on the default.

Instead: deploy what names the column first. A default that is set in the same file is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("drops-default", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    changed = list(migration.alterations(pg.AT_ColumnDefault))
    kept = {one.column for one in changed if one.command.HasField("def")}
    for one in changed:
        if one.column not in kept:
            message = f"{one.column} has no default from now on"
            hint = "make sure that every INSERT names it"
            yield Found(message, hint, span=one.step.statement.span)
