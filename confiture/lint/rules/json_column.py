"""A column is `json`.

That type keeps the text as it came, parses it at each access, and has no equality: `select
distinct`, `group by` and `union` fail on it, also where nobody thinks of the column
(https://www.postgresql.org/docs/current/datatype-json.html).

Instead: `jsonb`; or `text`, where every byte of the document matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("json-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "json":
            message = f"column {said(column)} is {column.type}, which has no equality"
            yield Found(message, "use jsonb", column.key)
