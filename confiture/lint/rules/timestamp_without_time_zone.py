"""A column is a timestamp without time zone.

It holds what a clock on some wall shows, and not when that was: two writers in different zones, or
one in the night when the clocks go back, write the same value for different instants
(https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29).
Both types take 8 bytes.

Instead: `timestamptz`, which holds the instant, and shows it in the session's zone.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("timestamp-without-time-zone", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "timestamp without time zone":
            message = f"column {said(column)} is {column.type}, which is no point in time"
            yield Found(message, "use timestamptz", column.key)
