"""An index is built on a table in use, and nobody can write to the table until it is done.

CREATE INDEX holds a SHARE lock for as long as it reads the table
(https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY).

Instead: `create index concurrently`, which lets others write, in a file of its own: it cannot run
in a transaction. `--fix` writes the word where the statement is alone in its file. A partitioned
table takes no CONCURRENTLY: create its index `on only`, then one on each partition, and attach
those.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown
from confiture.lint.words import concurrently


@migration_rule("index-without-concurrently", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("index_stmt"):
        tree = step.tree
        name = named(tree.relation)
        if tree.concurrent or not tree.relation.inh or step.builds is False:
            continue
        if migration.existed(step, name):
            message = f"nobody can write to {shown(name)} while this index is built"
            alone = migration.stands_alone(step)
            hint = "create index concurrently, in a file of its own"
            if migration.is_partitioned(name):
                alone, hint = False, "create it on only the parent, then one on each partition"
            edits = (concurrently(step, "index"),) if alone else ()
            yield Found(message, hint, span=step.statement.span, edits=edits)
