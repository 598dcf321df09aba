"""A column may be NULL from now on, and programs that read it may not expect that.

Instead: deploy what can read a NULL first.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("drops-not-null", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_DropNotNull):
        message = f"{one.column} may be NULL from now on"
        hint = "make sure that whoever reads it expects that"
        yield Found(message, hint, span=one.step.statement.span)
