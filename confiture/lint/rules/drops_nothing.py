"""A DROP … IF EXISTS names what is not there, and so does nothing.

Often it is a misspelt name, and what was to go stays.

Instead: correct the name, or take the statement away.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, name_of, shown

_RELATIONS = {
    pg.OBJECT_TABLE, pg.OBJECT_VIEW, pg.OBJECT_MATVIEW, pg.OBJECT_INDEX, pg.OBJECT_SEQUENCE,
    pg.OBJECT_FOREIGN_TABLE,
}  # fmt: skip


@migration_rule("drops-nothing", Severity.NOTE)
def check(migration: Migration) -> Iterator[Found]:
    if migration.before is None:
        return
    for step in migration.of("drop_stmt"):
        names = [name_of(node.list.items) for node in step.tree.objects]
        for name in names if step.tree.remove_type in _RELATIONS else ():
            unknown = not migration.existed(step, name) and not migration.made_earlier(step, name)
            if step.tree.missing_ok and unknown:
                message = f"there is no {shown(name)}, and this does nothing"
                yield Found(message, "correct the name, or take it away", span=step.statement.span)
