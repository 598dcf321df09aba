"""A constraint is NOT VALID: rows from before it may break it.

The planner does not believe it, and a restore of a dump may fail on the old rows
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT).
In a series of migrations, that is the state between the one that adds it and the one that validates
it.

Instead: `alter table … validate constraint`, which lets others read and write meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said
from confiture.model.names import quote


@schema_rule("constraint-not-validated", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for one in (*schema.of("constraint"), *schema.of("foreign-key")):
        if not one.validated and one.enforced and not one.inherited:
            message = f"constraint {one.path[-1]} of {'.'.join(one.path[:2])} is not validated"
            yield Found(message, f"alter table {one.table} validate constraint {one.sql}", one.key)
    for column in schema.columns:
        if column.not_null and column.not_null_unproven:
            name = column.not_null_name or quote(f"{column.path[1]}_{column.path[2]}_not_null")
            message = f"NOT NULL of {said(column)} is not validated"
            hint = f"alter table {column.table} validate constraint {name}"
            yield Found(message, hint, column.key)
