"""A column is `money`.

What a value means depends on the setting `lc_monetary` of whoever reads it: the same row is ten
dollars in one session and ten yen in another. It knows no currency and no fraction of a cent
(https://www.postgresql.org/docs/current/datatype-money.html).

Instead: `numeric`, and the currency in a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("money-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "money":
            message = f"column {said(column)} is {column.type}, which means what lc_monetary says"
            yield Found(message, "use numeric, and a column for the currency", column.key)
