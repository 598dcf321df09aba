"""A B-tree index is the beginning of another one.

An index on (a, b) serves whatever one on (a) does, unless it is much larger; the shorter one is
written by every INSERT and UPDATE all the same
(https://www.postgresql.org/docs/current/indexes-multicolumn.html).

Instead: drop the shorter one, unless it is unique or much smaller than the other and often used.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Index, Schema, said


@schema_rule("index-covered-by-another", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.indexed:
        indexes = [one for one in schema.indexes_of(table) if one.method == "btree"]
        for short in indexes:
            longer = next((one for one in indexes if _covers(one, short)), None)
            if longer is not None:
                message = (
                    f"index {said(short.key)} of {said(table)} is the beginning of"
                    f" {said(longer.key)}"
                )
                yield Found(message, f"drop index {short.name}", short.key)


def _covers(long: Index, short: Index) -> bool:
    count = len(short.parts)
    return (
        not (short.unique or short.constraint)
        and len(long.parts) > count
        and long.parts[:count] == short.parts
        and long.predicate == short.predicate
        and set(short.included) <= {*long.columns, *long.included}
    )
