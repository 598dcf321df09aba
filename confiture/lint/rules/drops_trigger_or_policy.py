"""A trigger, policy or rule of a table in use is dropped, and what it did is done no more.

Nothing fails: rows are no longer checked, filled in or kept apart, and nobody is told.

Instead: say what does it from now on: `-- confiture: ignore drops-trigger-or-policy because …`. One
that is made again in the same transaction is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Step
from confiture.lint.schema import strings

_WORDS = {pg.OBJECT_TRIGGER: "trigger", pg.OBJECT_POLICY: "policy", pg.OBJECT_RULE: "rule"}
_MAKERS = {
    "create_trig_stmt": ("relation", "trigname"),
    "create_policy_stmt": ("table", "policy_name"),
    "rule_stmt": ("relation", "rulename"),
}


@migration_rule("drops-trigger-or-policy", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("drop_stmt"):
        word = _WORDS.get(step.tree.remove_type)
        for node in step.tree.objects if word else ():
            *owner, name = strings(node.list.items)
            table = ("", *owner)[-2:]
            made = {one for later in migration.later(step) for one in _made(later)}
            if migration.existed(step, (table[0], table[1])) and (table[1], name) not in made:
                message = f"{word} {name} of {'.'.join(owner)} goes, and what it did"
                hint = "say in a comment what does it from now on"
                yield Found(message, hint, span=step.statement.span)


def _made(step: Step) -> Iterator[tuple[str, str]]:
    """The table and name of a trigger, policy or rule that a step makes."""
    if step.kind in _MAKERS:
        table, name = _MAKERS[step.kind]
        yield str(getattr(step.tree, table).relname), str(getattr(step.tree, name))
