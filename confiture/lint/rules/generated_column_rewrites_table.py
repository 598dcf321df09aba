"""A stored generated column is added, and nobody can use the table until all rows are written anew.

(https://www.postgresql.org/docs/current/ddl-generated-columns.html)

Instead: a virtual one, from PostgreSQL 18 on, an expression in the queries or in an index; or a
plain column, filled by a trigger and in batches.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Alteration, Migration


@migration_rule("generated-column-rewrites-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AddColumn):
        column = one.definition.column_def
        kinds = {node.constraint.contype for node in column.constraints}
        if pg.CONSTR_GENERATED in kinds and _is_computed(one):
            message = f"nobody can use {one.table} until {column.colname} is computed for all rows"
            hint = "make it virtual, or a plain column that a trigger fills"
            yield Found(message, hint, span=one.step.statement.at(column.location))


def _is_computed(one: Alteration) -> bool:
    """As was seen; else by the word, as a virtual one is computed when it is read."""
    if one.step.rewrites is not None:
        return one.step.rewrites
    column = one.definition.column_def
    return any(node.constraint.generated_kind == "s" for node in column.constraints)
