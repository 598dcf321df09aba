"""A column that is named like an amount of money is a floating-point number.

Binary fractions hold no cents: 0.1 + 0.2 is not 0.3, and a sum depends on the order of its rows
(https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT).

Instead: `numeric`, or `bigint` in the smallest unit of the currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said

_AMOUNT = re.compile(
    r"(?:^|_)(?:amount|price|cost|balance|fee|salary|revenue|debit|credit|refund|payment)$"
)


@schema_rule("float-for-amount", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        binary = base_type(column.type) in ("real", "double precision")
        if binary and _AMOUNT.search(column.path[-1]):
            message = f"column {said(column)} is {column.type}, which holds no exact amounts"
            yield Found(message, "use numeric", column.key)
