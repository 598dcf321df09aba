"""A privilege on something in use is revoked, and programs that rely on it fail at once.

Instead: deploy what does without it, or uses another role, first.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("revokes-privilege", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("grant_stmt"):
        tree = step.tree
        names = [named(node.range_var) for node in tree.objects if node.HasField("range_var")]
        found = [name for name in names if migration.existed(step, name)]
        if not tree.is_grant and found:
            message = f"whoever relies on this privilege on {shown(found[0])} fails from now on"
            hint = "make sure that nothing does, and say so in a comment"
            yield Found(message, hint, span=step.statement.span)
