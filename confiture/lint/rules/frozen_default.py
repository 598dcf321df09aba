"""The default of a column is one moment of the past.

`default 'now'` is read when the table is made: every row gets the time of the CREATE TABLE
(https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT).

Instead: `default now()`, a function, which is called for each row. Taken for such a default are
timestamps with a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_MOMENT = re.compile(r"'\d{4,}-\d\d-\d\d (?!00:00:00[+'])[ 0-9:.+-]*'::timestamp")


@schema_rule("frozen-default", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        default = schema.default(column) or ""
        if _MOMENT.match(default):
            message = f"the default of {said(column)} is one moment, for all rows"
            yield Found(message, "use now(), which is called for each row", column.key)
