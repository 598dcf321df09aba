"""What a foreign key does when the other row goes cannot be done.

ON DELETE SET NULL for a column that is NOT NULL, or SET DEFAULT for one that has neither a default
nor takes NULL, makes every such DELETE fail, with an error about another table
(https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK).

Instead: RESTRICT or CASCADE, or let the column be NULL.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("foreign-key-action-fails", Severity.ERROR)
def check(schema: Schema) -> Iterator[Found]:
    for one in schema.references:
        for verb, action, names in (
            ("DELETE", one.on_delete, one.cleared),
            ("UPDATE", one.on_update, one.columns),
        ):
            for name in names:
                column = schema.column(one.table, name)
                if column is None or not column.not_null:
                    continue
                if action == "n" or (action == "d" and schema.default(column) is None):
                    message = (
                        f"ON {verb} SET {_WORDS[action]} of {one.name} sets {said(column)} to NULL"
                    )
                    yield Found(
                        f"{message}, which is NOT NULL", f"ON {verb} RESTRICT or CASCADE", one.key
                    )


_WORDS = {"n": "NULL", "d": "DEFAULT"}
