"""A constraint is dropped, and with it what programs may rely on.

`on conflict (name)` needs the unique constraint that it names; and rows that break a constraint
which was gone for an hour keep it from coming back.

Instead: keep it, or make sure that nothing relies on it. One that is added again in the same file
is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration

_KINDS = (
    pg.CONSTR_CHECK, pg.CONSTR_PRIMARY, pg.CONSTR_UNIQUE, pg.CONSTR_EXCLUSION, pg.CONSTR_FOREIGN,
    pg.CONSTR_NOTNULL,
)  # fmt: skip


@migration_rule("drops-constraint", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_DropConstraint):
        name = str(one.command.name)
        later = {str(constraint.conname) for _, constraint in migration.constraints(*_KINDS)}
        if name not in later:
            message = f"constraint {name} of {one.table} goes, and what relies on it"
            hint = "make sure that nothing does, and say so in a comment"
            yield Found(message, hint, span=one.step.statement.span)
