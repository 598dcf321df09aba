"""The statements that rename, in an order that works; PostgreSQL takes along what names the
objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from confiture.ddl.objects import Catalog, Key, Object
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.constraint import TableConstraint
from confiture.ddl.objects.domain_check import DomainCheck
from confiture.ddl.objects.foreign_key import ForeignKey
from confiture.ddl.objects.view_column import ViewColumn
from confiture.ddl.renames import PART
from confiture.errors import Diagnostic, UsageError
from confiture.model.names import literal
from confiture.plans.actions import Action
from confiture.plans.order import Cycle, ordered
from confiture.plans.renames import (
    IN_SCHEMAS,
    LABEL,
    PARTS,
    Rename,
    bare,
    place_of_name,
    spelled,
)
from confiture.plans.script import Statement


def statements(renames: Iterable[Rename], old: Catalog, new: Catalog) -> tuple[Statement, ...]:
    """What PostgreSQL takes, parts before what they are parts of, so that all that a statement
    names has its old name but for what it renames.

    Raises UsageError where names go round in a circle.
    """
    renames = tuple(renames)
    formerly = {one.new.path[0]: one.old.path[0] for one in renames if one.old.kind == "schema"}
    made: set[Key] = set()
    found: list[Statement] = []
    for rename in _in_order(renames, old, formerly):
        schema = _schema_to_move_to(rename, formerly)
        if schema is not None and schema not in old and schema not in made:
            made.add(schema)
            found.extend(
                Statement(Action("create", schema), sql, 1)
                for sql in new[schema].create(new, frozenset())
            )
        place = (old.get(schema) or new[schema]).sql if schema else None
        found.extend(
            Statement(Action("alter", rename.new), sql, 1)
            for sql in _renaming(rename, old, new, place)
        )
    return tuple(found)


def _in_order(
    renames: Sequence[Rename], old: Catalog, formerly: dict[str, str]
) -> Sequence[Rename]:
    """A name is free before another takes it."""
    freed = {(_level(one), name): one for one in renames for name in _names(one.old, old)}
    taken = (
        (freed[level, name], one)
        for one in renames
        for name in _taken(one, old, formerly)
        if (level := _level(one), name) in freed
    )
    try:
        return ordered(renames, taken, lambda one: (_level(one), one))
    except Cycle as cycle:
        names = ", ".join(spelled(one.old) for one in sorted(cycle.nodes))
        raise UsageError(
            Diagnostic("rename-circle", f"these take each other's names: {names}",
                       hint="rename one of them to another name first, in a change of its own")
        ) from cycle  # fmt: skip


def _level(rename: Rename) -> int:
    kind = rename.old.kind
    return 0 if kind in PARTS else 1 if kind in IN_SCHEMAS else 2


def _names(key: Key, catalog: Catalog) -> frozenset[tuple[str, ...]]:
    return frozenset({(LABEL, *key.path)}) if key.kind == LABEL else catalog[key].names


def _taken(rename: Rename, old: Catalog, formerly: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The names that a rename takes, in schemas as they are called before."""
    name, path = bare(rename.old), rename.old.path
    schema = _schema_to_move_to(rename, formerly)
    for space, *parts in _names(rename.old, old):
        place = place_of_name(rename.old) if len(parts) == len(path) else -1
        if parts[place] == name:
            parts[place] = bare(rename.new)
            if schema is not None:
                parts[0] = schema.path[0]
            yield (space, *parts)


def _schema_to_move_to(rename: Rename, formerly: dict[str, str]) -> Key | None:
    """The schema, as it is called before, that an object moves to; None where it stays in its."""
    if rename.old.kind not in IN_SCHEMAS:
        return None
    schema = formerly.get(rename.new.path[0], rename.new.path[0])
    return None if schema == rename.old.path[0] else Key("schema", (schema,))


def _renaming(rename: Rename, old: Catalog, new: Catalog, place: str | None) -> Iterator[str]:
    """`place` is the schema to move to, as SQL spells it."""
    if rename.old.kind == LABEL:
        yield _relabelling(rename, old)
        return
    one = old[rename.old]
    designation = one.designation
    if place is not None:
        yield f"alter {designation} set schema {place}"
        moved = one.sql.replace(re.match(PART, one.sql)[0], place, 1)  # type: ignore[index]
        designation = designation.replace(one.sql, moved, 1)
    if bare(rename.old) == bare(rename.new):
        return
    name = _as_sql(new[rename.new])
    match one:
        case TableColumn():
            yield f"alter table {one.table} rename column {one.sql} to {name}"
        case ViewColumn():
            word = "materialized view" if one.materialized else "view"
            yield f"alter {word} {one.view} rename column {one.sql} to {name}"
        case TableConstraint() | ForeignKey():
            yield f"alter table {one.table} rename constraint {one.sql} to {name}"
        case DomainCheck():
            yield f"alter domain {one.domain} rename constraint {one.sql} to {name}"
        case _:
            yield f"alter {designation} rename to {name}"


def _relabelling(rename: Rename, old: Catalog) -> str:
    type_ = old[Key("enum", rename.old.path[:2])]
    before, after = (literal(key.path[2]).strip() for key in (rename.old, rename.new))
    return f"alter type {type_.sql} rename value {before} to {after}"


def _as_sql(one: Object) -> str:
    """A name alone, as SQL spells it."""
    if one.kind not in IN_SCHEMAS:
        return one.sql
    return str(re.findall(PART, one.sql)[1])
