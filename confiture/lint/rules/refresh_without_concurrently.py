"""A materialized view is filled anew, and nobody can read it until that is done.

REFRESH takes an ACCESS EXCLUSIVE lock for as long as its query runs
(https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html).

Instead: `refresh materialized view concurrently`, for which the view needs a unique index.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("refresh-without-concurrently", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("refresh_mat_view_stmt"):
        tree = step.tree
        name = named(tree.relation)
        if not (tree.concurrent or tree.skip_data) and migration.existed(step, name):
            message = f"nobody can read {shown(name)} until its query is done"
            hint = "refresh materialized view concurrently"
            yield Found(message, hint, span=step.statement.span)
