"""A unique constraint or primary key is added, and nobody can use the table until its index is
built.

The lock is ACCESS EXCLUSIVE, as for most forms of ALTER TABLE.

Instead: `create unique index concurrently` first, in a file of its own; then `add constraint …
unique using index …`, which takes a moment.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("constraint-builds-index", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one, constraint in migration.constraints(pg.CONSTR_UNIQUE, pg.CONSTR_PRIMARY):
        if not constraint.indexname and one.step.builds is not False:
            message = f"nobody can use {one.table} until the index is built"
            hint = "create unique index concurrently, then add the constraint using index"
            yield Found(message, hint, span=one.step.statement.at(constraint.location))
