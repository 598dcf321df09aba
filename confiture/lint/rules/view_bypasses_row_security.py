"""A view shows rows of a table whose row-level security it passes by.

A view reads with its owner's rights, to whom policies do not apply where he owns the table or
bypasses row security: whoever may read the view sees all rows
(https://www.postgresql.org/docs/current/sql-createview.html).

Instead: `with (security_invoker)`, from PostgreSQL 15 on.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.ddl.objects import Key, Object
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said, words


@schema_rule("view-bypasses-row-security", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    guarded = {table.key for table in schema.tables if table.row_security}
    for view in schema.of("view"):
        invoker = any(option in _INVOKER for option in view.options)
        shown = sorted(_tables_of(schema, view) & guarded)
        if shown and not invoker:
            message = (
                f"view {said(view)} passes by the row-level security of {words(map(said, shown))}"
            )
            hint = f"alter view {view.sql} set (security_invoker = true)"
            yield Found(message, hint, view.key)


_INVOKER = frozenset({f"security_invoker={word}" for word in ("true", "on", "yes", "1")})


def _tables_of(schema: Schema, view: Object) -> set[Key]:
    """What a view needs, itself or by a column."""
    return {Key("table", key.path[:2]) for key in view.needs if key.kind in ("table", "column")}
