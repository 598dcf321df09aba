"""A primary key that counts up is an `integer` or smaller.

It ends at 2,147,483,647, and every INSERT fails from then on. The way out, a change of the type,
rewrites the table and all that refer to it, at the worst of times.

Instead: `bigint`, which takes 4 bytes more, and often none for alignment.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_SMALL = {"integer": 2**31 - 1, "smallint": 2**15 - 1}


@schema_rule("integer-primary-key", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.tables:
        key = schema.primary_key(table.key)
        for name in key.columns if key else ():
            column = schema.column(table.key, name) if name else None
            if column is None or column.type not in _SMALL:
                continue
            if column.identity or (schema.default(column) or "").startswith("nextval("):
                most = f"{_SMALL[column.type]:,}"
                message = f"primary key {said(column)} is {column.type}, and ends at {most}"
                yield Found(message, "use bigint", column.key)
