"""A column is a time of day with a time zone.

The type is there because the SQL standard has it: without a date, no zone says how far it is from
UTC, as most change that twice a year
(https://www.postgresql.org/docs/current/datatype-datetime.html).

Instead: `timestamptz` for an instant; `time` and the name of the zone for a time of day.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said


@schema_rule("time-with-time-zone", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) == "time with time zone":
            message = (
                f"column {said(column)} is {column.type}, whose zone means nothing without a date"
            )
            yield Found(message, "use timestamptz, or time and the name of a zone", column.key)
