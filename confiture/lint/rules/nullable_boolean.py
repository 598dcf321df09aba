"""A boolean column may be NULL.

It has three values then, and `where not active` leaves out the rows of the third.

Instead: NOT NULL with a default; or, if there are three cases, a type that names them.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("nullable-boolean", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if column.type == "boolean" and not column.not_null and not column.generated:
            message = f"column {said(column)} is true, false or NULL"
            yield Found(message, "set it NOT NULL, with a default", column.key)
