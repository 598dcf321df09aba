"""A column is `char(n)`.

Values are filled up with blanks to the length, which then count in some comparisons and not in
others; nothing is saved by it (https://www.postgresql.org/docs/current/datatype-character.html).

Instead: `text`, with a check on the length where one matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("char-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "character":
            message = f"column {said(column)} is {column.type}, which is filled up with blanks"
            yield Found(message, "use text, and a check on the length", column.key)
