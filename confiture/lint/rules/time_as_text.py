"""A column that is named like a time holds text or a number.

Nothing then refuses 'tomorrow' or 31 February, and `<` compares letters.

Instead: `timestamptz` or `date`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said

_TIME = re.compile(r"(?:_at|_date|^date|^timestamp)$")
_TYPES = frozenset({"text", "character varying", "character", "integer", "bigint"})


@schema_rule("time-as-text", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if _TIME.search(column.path[-1]) and base_type(column.type) in _TYPES:
            message = f"column {said(column)} is named like a time, and is {column.type}"
            yield Found(message, "use timestamptz or date", column.key)
