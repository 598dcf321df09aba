"""No index begins with the columns of a foreign key.

PostgreSQL indexes what a foreign key points to, not the columns that point
(https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK). Deleting a row of
the referenced table, or changing its key, then reads the whole referencing table, once per row.

Instead: create an index whose first columns are those of the foreign key, in any order. In DDL
files, `--fix` writes one below the statement that makes the foreign key.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Edit, Found, schema_rule
from confiture.lint.schema import Index, Reference, Schema, said
from confiture.text import Span

_METHODS = frozenset({"btree", "hash"})


@schema_rule("foreign-key-without-index", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for one in schema.references:
        if any(_serves(index, one) for index in schema.indexes_of(one.table)):
            continue
        table = schema.catalog[one.table].sql
        statement = f"create index on {table} ({schema.spelled(one.table, one.columns)})"
        message = f"no index serves foreign key {one.name} of {said(one.table)}"
        yield Found(message, statement, one.key, edits=tuple(_edits(schema, one, statement)))


def _serves(index: Index, one: Reference) -> bool:
    """Null keys point to nothing, so an index may leave them out."""
    first = index.columns[: len(one.columns)]
    whole = index.predicate is None or index.predicate in _not_null(one)
    return whole and index.method in _METHODS and set(first) == set(one.columns)


def _not_null(one: Reference) -> set[str]:
    return {f"({column} IS NOT NULL)" for column in one.columns}


def _edits(schema: Schema, one: Reference, statement: str) -> Iterator[Edit]:
    place = schema.place(one.key)
    for script in schema.scripts:
        if place is not None and script.source is place.source and (made := script.at(place.start)):
            yield Edit(Span(script.source, made.end, made.end), f"\n{statement};")
