"""A column is added whose default differs from row to row, and nobody can use the table until all
rows are written anew.

A default that is the same for all rows is kept once, in the catalog; one that is volatile, as
`gen_random_uuid()`, `random()` or `clock_timestamp()`, has to be written into each row
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: add the column without a default, set the default, and fill the rows in batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Step
from confiture.lint.words import VOLATILE, functions


@migration_rule("volatile-default-rewrites-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AddColumn):
        column = one.definition.column_def
        for node in column.constraints:
            constraint = node.constraint
            if constraint.contype == pg.CONSTR_DEFAULT and _differs(one.step, constraint):
                message = f"nobody can use {one.table} until all its rows are written anew"
                hint = "add the column, then set its default, then fill the rows in batches"
                yield Found(message, hint, span=one.step.statement.at(column.location))


def _differs(step: Step, constraint: Any) -> bool:
    """As was seen; else by the functions that are known to differ."""
    if step.rewrites is not None:
        return step.rewrites
    return bool(functions(constraint.raw_expr) & VOLATILE)
