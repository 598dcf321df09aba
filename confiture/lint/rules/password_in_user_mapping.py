"""A user mapping holds a password.

The catalog keeps it as it is; superusers, and the role itself, read it in pg_user_mappings, and
each dump has it (https://www.postgresql.org/docs/current/view-pg-user-mappings.html).

Instead: a passfile on the server, certificates, or `use_scram_passthrough` from PostgreSQL 18 on.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema


@schema_rule("password-in-user-mapping", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for mapping in schema.of("user-mapping"):
        if "password" in mapping.secrets:
            message = (
                f"the user mapping of {mapping.sql} for server {mapping.server} holds a password"
            )
            yield Found(message, "keep it in a passfile on the server", mapping.key)
