"""A column holds UUIDs as text.

36 characters take 37 bytes where `uuid` takes 16, in the table and in each index; and the same UUID
in capitals is another value (https://www.postgresql.org/docs/current/datatype-uuid.html). Taken for
such are columns of exactly 36 characters, and text columns that are named `uuid` or `…_uuid`.

Instead: `uuid`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_LENGTH = frozenset({"character varying(36)", "character(36)"})


@schema_rule("uuid-as-text", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        name = column.path[-1]
        named = (name == "uuid" or name.endswith(("_uuid", "_guid"))) and column.type in _TEXT
        if named or column.type in _LENGTH:
            message = f"column {said(column)} seems to hold UUIDs as {column.type}"
            yield Found(message, "use uuid", column.key)


_TEXT = frozenset({"text", "character varying"})
