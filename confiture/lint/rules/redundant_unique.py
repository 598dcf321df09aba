"""A unique constraint has all columns of another one, and more.

If `id` is never twice, then `(id, name)` is not either. Only a foreign key that refers to just
those columns needs it.

Instead: drop it; as an index for queries, it need not be unique.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Index, Schema, said


@schema_rule("redundant-unique", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    needed = {(one.target, frozenset(one.target_columns)) for one in schema.references}
    for table in schema.indexed:
        unique = [i for i in schema.indexes_of(table) if i.unique and None not in i.columns]
        for index in unique:
            columns = frozenset(name for name in index.columns if name)
            smaller = next((one for one in unique if _implies(schema, one, columns)), None)
            if smaller is not None and not index.primary and (table, columns) not in needed:
                message = f"{said(index.key)} is unique because {said(smaller.key)} is"
                yield Found(message, "drop it, or make it a plain index", index.key)


def _implies(schema: Schema, smaller: Index, columns: frozenset[str]) -> bool:
    """NULLs are not equal, so a key whose column may be NULL implies nothing."""
    own = [schema.column(smaller.table, name or "") for name in smaller.columns]
    names = {column.path[-1] for column in own if column and column.not_null}
    return len(names) == len(own) and names < columns and smaller.predicate is None
