"""A foreign key's column is of another type than the column that it refers to.

Every check of the key casts one of the two; an `integer` that refers to a `bigint` ends before the
values do that it has to hold, and a `numeric` that refers to one cannot use the index.

Instead: the same type on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("foreign-key-type-mismatch", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for one in schema.references:
        for name, other in zip(one.columns, one.target_columns, strict=False):
            column, target = schema.column(one.table, name), schema.column(one.target, other)
            if column and target and column.type != target.type:
                message = (
                    f"column {said(column)} is {column.type},"
                    f" and refers to {said(target)}, which is {target.type}"
                )
                yield Found(message, f"make it {target.type}", column.key)
