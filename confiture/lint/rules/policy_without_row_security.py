"""A table has policies, and row-level security is off.

Policies do nothing until it is turned on
(https://www.postgresql.org/docs/current/sql-createpolicy.html): everybody with SELECT on the table
sees all rows, while its DDL reads as if they were guarded.

Instead: `alter table … enable row level security`, or drop the policies.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("policy-without-row-security", Severity.ERROR)
def check(schema: Schema) -> Iterator[Found]:
    having = {policy.path[:2] for policy in schema.of("policy")}
    for table in schema.tables:
        if table.path in having and not table.row_security:
            message = f"table {said(table)} has policies, and its row-level security is off"
            yield Found(message, f"alter table {table.sql} enable row level security", table.key)
