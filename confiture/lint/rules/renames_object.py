"""Something that programs call by its name gets another one: a schema, a type, a label of an enum,
a routine or a sequence; or it moves to another schema.

Instead: make the new one beside the old one, and drop the old one when nothing uses it any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, Name, Step, name_of, named, shown

_WORDS = {
    pg.OBJECT_SCHEMA: "schema", pg.OBJECT_TYPE: "type", pg.OBJECT_DOMAIN: "domain",
    pg.OBJECT_FUNCTION: "function", pg.OBJECT_PROCEDURE: "procedure", pg.OBJECT_ROUTINE: "routine",
    pg.OBJECT_SEQUENCE: "sequence",
}  # fmt: skip


@migration_rule("renames-object", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("rename_stmt"):
        tree = step.tree
        if tree.rename_type in _WORDS:
            name = tree.subname if tree.rename_type == pg.OBJECT_SCHEMA else shown(_name(tree))
            yield _found(step, f"{_WORDS[tree.rename_type]} {name}")
    for step in migration.of("alter_enum_stmt"):
        if step.tree.old_val and migration.type_existed(step, name_of(step.tree.type_name)):
            yield _found(step, f"label {str(step.tree.old_val)!r}")
    for step in migration.of("alter_object_schema_stmt"):
        tree = step.tree
        if tree.HasField("relation") and migration.existed(step, named(tree.relation)):
            yield _found(step, shown(named(tree.relation)))


def _found(step: Step, what: str) -> Found:
    message = f"whoever still uses {what} fails from now on"
    hint = "make the new one beside it, and drop the old one later"
    return Found(message, hint, span=step.statement.span)


def _name(tree: Any) -> Name:
    if tree.HasField("relation"):
        return named(tree.relation)
    if tree.object.HasField("object_with_args"):
        return name_of(tree.object.object_with_args.objname)
    return name_of(tree.object.list.items)
