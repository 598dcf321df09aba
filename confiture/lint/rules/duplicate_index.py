"""Two indexes of a table are the same.

Both are written by every INSERT and UPDATE and both take memory, while a query uses one of them.

Instead: drop one; of a constraint's index and another one, the other one.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Index, Schema, said


@schema_rule("duplicate-index", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.indexed:
        seen: dict[object, Index] = {}
        for index in sorted(schema.indexes_of(table), key=_worth):
            facts = (index.method, index.parts, set(index.included), index.predicate)
            same = seen.setdefault(repr(facts), index)
            if same is not index and (same.unique or not index.unique):
                message = (
                    f"index {said(index.key)} of {said(table)} is the same as {said(same.key)}"
                )
                yield Found(
                    message,
                    f"drop {'constraint' if index.constraint else 'index'} {index.key.path[-1]}",
                    index.key,
                )


def _worth(index: Index) -> tuple[bool, bool, bool, str]:
    """Those to keep come first."""
    return (not index.primary, not index.constraint, not index.unique, index.key.path[-1])
