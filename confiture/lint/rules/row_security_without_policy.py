"""Row-level security is on and no policy says who sees what.

All roles but the owner, and those that bypass row security, then see an empty table, and can insert
nothing (https://www.postgresql.org/docs/current/ddl-rowsecurity.html).

Instead: create a policy, or revoke the privileges on the table, if that is what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("row-security-without-policy", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    having = {policy.path[:2] for policy in schema.of("policy")}
    for table in schema.tables:
        if table.row_security and table.path not in having:
            message = f"table {said(table)} has row-level security and no policy: it looks empty"
            yield Found(message, f"create policy … on {table.sql}", table.key)
