"""Tables refer to one another in a circle, and no row of them can be the first.

All foreign keys of the circle are of columns that are NOT NULL, and none can be deferred: an INSERT
into any of the tables needs a row of another one.

Instead: make one of the foreign keys `deferrable initially deferred`, or let its column be NULL.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.ddl.objects import Key
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said, words


@schema_rule("foreign-key-circle", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    bound: dict[Key, set[Key]] = {}
    for one in schema.references:
        columns = [schema.column(one.table, name) for name in one.columns]
        needed = not one.deferrable and all(column and column.not_null for column in columns)
        if needed and one.target != one.table:
            bound.setdefault(one.table, set()).add(one.target)
    told: set[frozenset[Key]] = set()
    for table in sorted(bound):
        circle = _circle(bound, table)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            message = f"no row can be the first of {words(map(said, circle))}: each needs another"
            yield Found(message, "make one of the foreign keys deferrable", circle[0])


def _circle(bound: dict[Key, set[Key]], start: Key) -> list[Key]:
    """The shortest way from a table back to it, or nothing."""
    ways = [[start]]
    met = {start}
    for way in ways:
        for target in sorted(bound.get(way[-1], ())):
            if target == start:
                return sorted(way)
            if target not in met:
                met.add(target)
                ways.append([*way, target])
    return []
