"""A column is named after a table and refers to nothing.

`user_id` beside a table `users` whose key has the same type is a foreign key in all but the
promise: nothing keeps rows from being left behind when the user goes.

Instead: a foreign key; or a comment on the column that says why there is none, which this rule
takes for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.ddl.objects import Key
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_SUFFIX = "_id"


@schema_rule("missing-foreign-key", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    bound = {(one.table, name) for one in schema.references for name in one.columns}
    keys = {table.path: schema.primary_key(table.key) for table in schema.tables}
    for column in schema.columns:
        name, table = column.path[-1], Key("table", column.path[:2])
        if not name.endswith(_SUFFIX) or (table, name) in bound or column.comment:
            continue
        for target in _named(column.path[0], name.removesuffix(_SUFFIX)):
            key = keys.get(target)
            own = schema.column(key.table, key.columns[0] or "") if key else None
            if key and own and len(key.columns) == 1 and own.type == column.type:
                if target != table.path:
                    message = f"column {said(column)} seems to refer to {'.'.join(target)}"
                    hint = f"add a foreign key to {schema.catalog[Key('table', target)].sql}"
                    yield Found(message, hint, column.key)
                break


def _named(schema: str, word: str) -> Iterator[tuple[str, str]]:
    """Tables that are called so, in the singular or in one of English's plurals."""
    yield from ((schema, name) for name in (word, f"{word}s", f"{word}es"))
    if word.endswith("y"):
        yield schema, f"{word[:-1]}ies"
