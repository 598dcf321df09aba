"""Whether the target can take what the source has: its tables, columns and types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from confiture.model.names import spelled
from confiture.model.recipe import Sync
from confiture.model.schema import Column, Schema, Table, Type
from confiture.plans.scope import Scope

_SAME_DDL = "build both from the same DDL"


def match_target(
    scope: Scope, sync: Sync, tables: Sequence[Table], source: Schema, target: Schema
) -> None:
    """Complain about each table and column that the target does not have as the source has it."""
    types = _Types.of(source, target)
    for table in tables:
        twin = target.by_name.get(table.name)
        if twin is None or twin.kind != table.kind:
            scope.complain(
                "missing-in-target",
                f"{sync.target} has no table {table.name}",
                sync.span,
                f"build {sync.target} from the same DDL, or: skip {table.root}",
            )
            continue
        if not table.stored:
            scope.complain(
                "no-columns",
                f"table {table.name} has no column to copy",
                sync.span,
                f"leave it out: skip {table.root}",
            )
        for message in (*_missing(sync, table, twin, types), *_extra(sync, table, twin)):
            scope.complain("column-differs", message, sync.span, _SAME_DDL)


@dataclass(frozen=True)
class _Types:
    """The types of both ends by name."""

    source: dict[str, Type]
    target: dict[str, Type]

    @staticmethod
    def of(source: Schema, target: Schema) -> _Types:
        return _Types({t.name: t for t in source.types}, {t.name: t for t in target.types})

    def differing(self, column: Column) -> str | None:
        """The first type in a column's type that is made otherwise in the target."""
        pending, seen = [column.type.removesuffix("[]")], set()
        while pending:
            name = pending.pop()
            ours, theirs = self.source.get(name), self.target.get(name)
            if ours != theirs:
                return name
            if ours is not None and name not in seen:
                seen.add(name)
                pending.extend(ours.parts)
        return None


def _missing(sync: Sync, table: Table, twin: Table, types: _Types) -> Iterator[str]:
    for column in table.stored:
        other = twin.column(column.name)
        name = f"{table.name}.{spelled(column.name)}"
        if other is None or other.generated:
            why = "has no column" if other is None else "generates column"
            yield f"{table.name} of {sync.target} {why} {spelled(column.name)}"
        elif other.type != column.type:
            yield f"{name} is {column.type} in {sync.source}, {other.type} in {sync.target}"
        elif differing := types.differing(column):
            yield f"{name} holds type {differing}, which {sync.target} makes otherwise"


def _extra(sync: Sync, table: Table, twin: Table) -> Iterator[str]:
    """Columns that the copy would leave empty, though they cannot or should not be."""
    for extra in twin.stored:
        own = table.column(extra.name)
        name = f"{table.name}.{spelled(extra.name)}"
        if own is not None and own.generated:
            yield f"{name} is generated in {sync.source}, and stored in {sync.target}"
        elif own is None and extra.not_null and extra.default is None:
            yield (
                f"{name} of {sync.target} is NOT NULL without a default,"
                f" and {sync.source} does not have it"
            )
