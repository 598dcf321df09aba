"""Something is dropped that programs may call by its name: a view, a routine, a type or a sequence.

Instead: deploy what no longer uses it first. To change it, `create or replace`; or drop it and make
it again in the same transaction, which is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Name, name_of, shown

_WORDS = {
    pg.OBJECT_VIEW: "view",
    pg.OBJECT_MATVIEW: "materialized view",
    pg.OBJECT_SEQUENCE: "sequence",
    pg.OBJECT_FUNCTION: "function",
    pg.OBJECT_PROCEDURE: "procedure",
    pg.OBJECT_ROUTINE: "routine",
    pg.OBJECT_AGGREGATE: "aggregate",
    pg.OBJECT_TYPE: "type",
    pg.OBJECT_DOMAIN: "domain",
}
_ROUTINES = frozenset({"routine", "aggregate"})
_RELATIONS = frozenset({"view", "materialized-view", "sequence"})
_TYPES = frozenset({"enum", "domain", "composite", "range"})
_KINDS = {
    **dict.fromkeys((pg.OBJECT_TYPE, pg.OBJECT_DOMAIN), _TYPES),
    **dict.fromkeys((pg.OBJECT_VIEW, pg.OBJECT_MATVIEW, pg.OBJECT_SEQUENCE), _RELATIONS),
}


@migration_rule("drops-view-or-function", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("drop_stmt"):
        kind = step.tree.remove_type
        for node in step.tree.objects if kind in _WORDS else ():
            name = _name(node)
            there = migration.existed(step, name, _KINDS.get(kind, _ROUTINES))
            if there and not migration.made_later(step, name):
                message = f"{_WORDS[kind]} {shown(name)} goes, and programs may still use it"
                hint = "drop it when nothing uses it any more, and say so in a comment"
                yield Found(message, hint, span=step.statement.span)


def _name(node: Any) -> Name:
    """DROP names relations by lists, types by TypeNames and routines with their arguments."""
    if node.HasField("object_with_args"):
        return name_of(node.object_with_args.objname)
    if node.HasField("type_name"):
        return name_of(node.type_name.names)
    return name_of(node.list.items)
