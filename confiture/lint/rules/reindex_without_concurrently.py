"""An index of a table in use is built anew, and nobody can write to the table until it is done.

REINDEX keeps writers out of the table, and readers that want the index
(https://www.postgresql.org/docs/current/sql-reindex.html).

Instead: `reindex … concurrently`, in a file of its own. `--fix` writes the word where the statement
is alone in its file.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, named, shown
from confiture.lint.words import concurrently


@migration_rule("reindex-without-concurrently", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("reindex_stmt"):
        tree = step.tree
        if any(node.def_elem.defname == "concurrently" for node in tree.params):
            continue
        name = named(tree.relation) if tree.HasField("relation") else ("", str(tree.name))
        if not tree.HasField("relation") or migration.existed(step, name):
            message = f"nobody can write to what {shown(name)} is about until this is done"
            word = _WORDS.get(tree.kind, "")
            edits = (concurrently(step, word),) if word and migration.stands_alone(step) else ()
            hint = "reindex concurrently, in a file of its own"
            yield Found(message, hint, span=step.statement.span, edits=edits)


_WORDS = {pg.REINDEX_OBJECT_INDEX: "index", pg.REINDEX_OBJECT_TABLE: "table"}
