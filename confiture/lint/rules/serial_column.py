"""A column is `serial`: an integer with a default and a sequence beside it.

The sequence is an object of its own, with grants of its own that INSERTs need, and the default can
be changed or dropped without anybody noticing. Identity columns are the standard's word for it, and
have none of that (https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_serial).

Instead: `bigint generated always as identity`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_NEXT = "nextval("


@schema_rule("serial-column", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    owned = {one.column for one in schema.of("sequence-owner")}
    for column in schema.columns:
        default = schema.default(column) or ""
        if default.startswith(_NEXT) and f"{column.table}.{column.sql}" in owned:
            message = f"column {said(column)} is a serial"
            yield Found(message, "use generated always as identity", column.key)
