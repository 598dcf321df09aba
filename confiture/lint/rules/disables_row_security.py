"""Row-level security of a table in use is turned off.

Whoever may read the table sees all rows from then on, whatever its policies say.

Instead: change the policies.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("disables-row-security", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_DisableRowSecurity):
        message = f"everybody who may read {one.table} sees all its rows from now on"
        yield Found(message, "change the policies", span=one.step.statement.span)
