"""A label is added to an enum without a word on where it comes.

It comes last then, and the order of labels is the order of values: it cannot be changed afterwards
(https://www.postgresql.org/docs/current/sql-altertype.html).

Instead: `add value 'x' after 'y'`, where the order means something.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, name_of, shown


@migration_rule("enum-value-without-position", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("alter_enum_stmt"):
        tree = step.tree
        fresh = tree.new_val and not tree.old_val and not tree.new_val_neighbor
        if fresh and migration.type_existed(step, name_of(tree.type_name)):
            message = (
                f"{str(tree.new_val)!r} comes last in {shown(name_of(tree.type_name))} for good"
            )
            yield Found(message, "say before or after which label", span=step.statement.span)
