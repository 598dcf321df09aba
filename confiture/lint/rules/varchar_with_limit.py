"""A column is `varchar(n)`.

The limit is a part of the type: making it smaller rewrites or reads the whole table, and views and
functions carry it on. A text column takes no more room
(https://www.postgresql.org/docs/current/datatype-character.html).

Instead: `text` with a check, `check (length(name) <= 80)`, which can be changed with NOT VALID.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("varchar-with-limit", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "character varying" and "(" in column.type:
            message = f"column {said(column)} is {column.type}"
            yield Found(message, "use text, and a check on the length", column.key)
