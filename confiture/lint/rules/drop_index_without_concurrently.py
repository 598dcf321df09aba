"""An index of a table in use is dropped, and nobody can use the table meanwhile.

DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for the longest query that runs,
and everybody else waits behind it (https://www.postgresql.org/docs/current/sql-dropindex.html).

Instead: `drop index concurrently`, which waits without keeping others out, in a file of its own.
`--fix` writes the word where the statement is alone in its file.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, name_of, shown
from confiture.lint.words import concurrently


@migration_rule("drop-index-without-concurrently", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("drop_stmt"):
        tree = step.tree
        names = [name_of(node.list.items) for node in tree.objects]
        if tree.remove_type != pg.OBJECT_INDEX or tree.concurrent:
            continue
        found = [name for name in names if migration.existed(step, name)]
        if (found and step.locked() != ()) or (found and step.effect is None):
            alone = migration.stands_alone(step) and len(names) == 1
            simple = alone and tree.behavior == pg.DROP_RESTRICT
            edits = (concurrently(step, "index"),) if simple else ()
            message = f"nobody can use the table of {shown(found[0])} while this waits for it"
            hint = "drop index concurrently, in a file of its own"
            yield Found(message, hint, span=step.statement.span, edits=edits)
