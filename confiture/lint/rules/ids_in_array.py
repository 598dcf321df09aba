"""A column holds the keys of other rows in an array.

No foreign key can watch over it, a join has to unnest it, and adding one key rewrites the row.

Instead: a table with a row for each pair.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_TYPES = frozenset({"integer[]", "bigint[]", "uuid[]"})


@schema_rule("ids-in-array", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if column.type in _TYPES and column.path[-1].endswith("_ids"):
            message = f"column {said(column)} seems to hold keys in an array"
            yield Found(message, "make a table with a row for each pair", column.key)
