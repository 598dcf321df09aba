"""Everybody may change the rows of a table.

A privilege of PUBLIC is one of every role that can connect, now and in future
(https://www.postgresql.org/docs/current/ddl-priv.html).

Instead: grant it to the roles that need it.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said, words

_WRITES = ("insert", "update", "delete", "truncate")


@schema_rule("everyone-may-write", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for table in (one for one in schema.tables if not one.row_security):
        held = {g.privilege for g in table.access.granted if g.grantee == "public"}
        found = [word for word in _WRITES if word in held]
        if found:
            message = f"everybody may {words(found)} in table {said(table)}"
            yield Found(message, f"revoke {words(found)} on {table.sql} from public", table.key)
