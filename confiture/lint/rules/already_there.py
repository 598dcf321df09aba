"""A statement with IF NOT EXISTS makes what is there already, and so does nothing.

What is there may be of another form: the migration is then done, and the table not what it says
(https://www.postgresql.org/docs/current/sql-createtable.html).

Instead: ALTER what is there; or leave IF NOT EXISTS out, so that the difference is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown


@migration_rule("already-there", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    if migration.before is None:
        return
    for step in migration.of("create_stmt", "index_stmt", "create_seq_stmt"):
        tree = step.tree
        if not tree.if_not_exists:
            continue
        name = named(tree.sequence if step.kind == "create_seq_stmt" else tree.relation)
        if step.kind == "index_stmt":
            name = (name[0], str(tree.idxname))
        if name[1] and migration.existed(step, name):
            message = f"{shown(name)} is there already, and this does nothing"
            yield Found(message, "alter it, or leave if not exists out", span=step.statement.span)
