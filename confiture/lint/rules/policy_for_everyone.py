"""A policy lets everybody write every row.

A permissive policy `using (true)` for PUBLIC on INSERT, UPDATE, DELETE or ALL is as good as no
row-level security for those, and it overrules the others: permissive policies are joined by OR
(https://www.postgresql.org/docs/current/sql-createpolicy.html).

Instead: name the roles (`to app_writer`), or say which rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("policy-for-everyone", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for policy in schema.of("policy"):
        everyone = policy.permissive and "public" in policy.roles
        judged = policy.visible if policy.writable is None else policy.writable
        if everyone and policy.command != "select" and judged == "true":
            message = f"policy {said(policy)} lets everybody {policy.command} every row"
            if policy.command == "all":
                message = f"policy {said(policy)} lets everybody write every row"
            yield Found(message, "name the roles with TO, or say which rows", policy.key)
