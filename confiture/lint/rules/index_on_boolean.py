"""An index is on nothing but a boolean column.

Half of the rows, or nearly all of them, have the same value: reading the table is faster, and the
planner knows it.

Instead: an index of what is looked for, on the rows that are rare: `create index on jobs
(created_at) where not done`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("index-on-boolean", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for index in schema.indexes:
        if index.constraint or index.unique or index.predicate or len(index.columns) != 1:
            continue
        column = schema.column(index.table, index.columns[0] or "")
        if column is not None and column.type == "boolean":
            message = f"index {said(index.key)} is on boolean {said(column)} alone"
            yield Found(message, "index the rare rows, with WHERE", index.key)
