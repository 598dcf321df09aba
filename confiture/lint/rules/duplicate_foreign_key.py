"""Two foreign keys of a table say the same.

Every write of the table checks both, and a DELETE of the other one's rows looks twice.

Instead: drop one. Where their actions differ, both are run, which is hardly meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Reference, Schema, said


@schema_rule("duplicate-foreign-key", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    seen: dict[object, Reference] = {}
    for one in schema.references:
        pairs = frozenset(zip(one.columns, one.target_columns, strict=False))
        same = seen.setdefault((one.table, one.target, pairs), one)
        if same is not one:
            message = f"foreign key {one.name} of {said(one.table)} says the same as {same.name}"
            table = schema.catalog[one.table].sql
            yield Found(message, f"alter table {table} drop constraint {one.name}", one.key)
