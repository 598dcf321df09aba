"""A table is unlogged: after a crash it is empty, and replicas never have its rows.

(https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED)

Instead: keep it so for what can be made again; otherwise `alter table … set logged`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("unlogged-table", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.tables:
        if table.unlogged:
            message = f"table {said(table)} is unlogged, and empty after a crash"
            yield Found(message, f"alter table {table.sql} set logged", table.key)
