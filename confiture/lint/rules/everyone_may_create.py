"""Everybody may create objects in a schema.

Whoever can connect puts a function or an operator there that others then call without meaning to;
`public` was open like that before PostgreSQL 15, and stays so in databases from before
(https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS).

Instead: `revoke create on schema … from public`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("everyone-may-create", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for one in schema.of("schema"):
        if any(g.grantee == "public" and g.privilege == "create" for g in one.access.granted):
            message = f"everybody may create objects in schema {said(one)}"
            yield Found(message, f"revoke create on schema {one.sql} from public", one.key)
