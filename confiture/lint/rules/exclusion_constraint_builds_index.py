"""An exclusion constraint is added, and nobody can use the table until its index is built.

The lock is ACCESS EXCLUSIVE, all rows are compared, and there is no way to do that beforehand: an
exclusion constraint takes no index that is there already, and cannot be NOT VALID
(https://www.postgresql.org/docs/current/sql-altertable.html).

Instead: add it while the table is small; or make another table that has it, fill that, and exchange
the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("exclusion-constraint-builds-index", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one, constraint in migration.constraints(pg.CONSTR_EXCLUSION):
        if one.step.builds is not False:
            message = f"nobody can use {one.table} until the index is built and all rows compared"
            hint = "make a new table with the constraint, fill it, and exchange the two"
            yield Found(message, hint, span=one.step.statement.at(constraint.location))
