"""A unique constraint or index has a column that may be NULL.

Two NULLs are not equal, so rows with one are never twice
(https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS):
with unique (tenant, name), a tenant of NULL may have the same name any number of times. Told of
those with several columns only, as one alone is often meant so.

Instead: NOT NULL; or `nulls not distinct`, from PostgreSQL 15 on.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said, words


@schema_rule("unique-with-nullable-column", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for index in schema.indexes:
        if not index.unique or index.primary or len(index.columns) == 1 or index.predicate:
            continue
        found = [schema.column(index.table, name) for name in index.columns if name]
        loose = [column for column in found if column and not column.not_null]
        if loose and index.nulls_distinct:
            names = words(column.path[-1] for column in loose)
            message = f"{said(index.key)} lets rows be twice where {names} is NULL"
            yield Found(message, "set it NOT NULL, or say nulls not distinct", index.key)
