"""A timestamp is rounded to fewer digits.

`timestamptz(0)` rounds, it does not cut off: what happened in the last half of a second is stored
as if it came later than now
(https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp.280.29_or_timestamptz.280.29).

Instead: the full precision, and `date_trunc` where the value is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("timestamp-precision", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if column.type.startswith("timestamp("):
            message = f"column {said(column)} is {column.type}, which rounds to what is yet to come"
            yield Found(message, "leave the precision out", column.key)
