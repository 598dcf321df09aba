"""DROP … CASCADE drops whatever depends on the object named.

What that is depends on the database: views, foreign keys, columns, functions
(https://www.postgresql.org/docs/current/ddl-depend.html).

Instead: drop without CASCADE; the error names what is in the way, which can then be dropped by
name.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import ALL, Migration, Step, name_of


@migration_rule("drop-cascade", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("drop_stmt"):
        tree = step.tree
        names = [name_of(node.list.items) for node in tree.objects if node.HasField("list")]
        made = names and not any(migration.existed(step, name, ALL) for name in names)
        if tree.behavior == pg.DROP_CASCADE and not made:
            yield _found(step)
    for one in migration.alterations(pg.AT_DropColumn, pg.AT_DropConstraint):
        if one.command.behavior == pg.DROP_CASCADE:
            yield _found(one.step)


def _found(step: Step) -> Found:
    message = "this also drops whatever depends on it"
    hint = "drop without CASCADE, and what is in the way by name"
    return Found(message, hint, span=step.statement.span)
