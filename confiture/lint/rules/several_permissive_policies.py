"""Several permissive policies hold for the same role and command.

A row is let through when one of them says yes, so that each further policy opens the table wider,
and all of them are evaluated for each row
(https://www.postgresql.org/docs/current/sql-createpolicy.html).

Instead: one policy with OR; or `as restrictive` for what must hold in any case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from confiture.ddl.objects.policy import Policy
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, words

_COMMANDS = ("select", "insert", "update", "delete")


@schema_rule("several-permissive-policies", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    held: dict[tuple[tuple[str, ...], str, str], list[Policy]] = defaultdict(list)
    for policy in schema.of("policy"):
        for role in policy.roles if policy.permissive else ():
            for command in _COMMANDS if policy.command == "all" else (policy.command,):
                held[policy.path[:2], role, command].append(policy)
    told: set[frozenset[str]] = set()
    for (table, role, command), policies in sorted(held.items()):
        names = frozenset(policy.path[-1] for policy in policies)
        if len(names) > 1 and (key := names | {".".join(table)}) not in told:
            told.add(key)
            message = (
                f"policies {words(sorted(names))} of {'.'.join(table)} are joined by OR for {role}"
            )
            yield Found(
                f"{message}, {command}", "make them one, or one restrictive", policies[-1].key
            )
