"""Everybody may call a SECURITY DEFINER function.

EXECUTE on a new function is granted to PUBLIC unless default privileges say otherwise
(https://www.postgresql.org/docs/current/ddl-priv.html), so that whoever can connect, and sees its
schema, acts with the owner's rights. Trigger functions cannot be called.

Instead: `revoke execute on function … from public`, in the transaction that makes it, and grant it
to the roles that are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.routines import options, said
from confiture.lint.schema import Schema


@schema_rule("security-definer-open-to-public", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for routine in schema.of("routine"):
        closed = any(grant.grantee == "public" for grant in routine.access.revoked)
        if options(routine).definer and not closed and routine.result not in _TRIGGERS:
            message = f"everybody may call {said(routine)}, which is SECURITY DEFINER"
            yield Found(
                message, f"revoke execute on routine {routine.sql} from public", routine.key
            )


_TRIGGERS = frozenset({"trigger", "event_trigger"})
