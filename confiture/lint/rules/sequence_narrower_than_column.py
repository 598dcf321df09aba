"""A sequence ends before its column does.

A column that became `bigint` keeps the sequence that `serial` made, an `integer` one, which fails
at 2,147,483,647 all the same (https://www.postgresql.org/docs/current/sql-altersequence.html).

Instead: `alter sequence … as bigint`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.ddl.objects import Key
from confiture.ddl.objects.sequence import NumberSequence
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_MOST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


@schema_rule("sequence-narrower-than-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    columns = {f"{column.table}.{column.sql}": column for column in schema.columns}
    for owner in schema.of("sequence-owner"):
        sequence = schema.catalog.get(Key("sequence", owner.path))
        column = columns.get(owner.column)
        if not isinstance(sequence, NumberSequence) or column is None:
            continue
        if sequence.most < _MOST.get(column.type, 0) and sequence.type != column.type:
            message = (
                f"sequence {said(sequence)} ends at {sequence.most:,},"
                f" before column {said(column)}, which is {column.type}"
            )
            yield Found(message, f"alter sequence {sequence.sql} as {column.type}", column.key)
