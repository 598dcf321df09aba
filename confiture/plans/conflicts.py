"""Masks that are right by themselves and wrong together with a key of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from confiture.model.names import QName, spelled
from confiture.model.recipe import Sync
from confiture.model.schema import ForeignKey, Index, Schema, Table
from confiture.plans.fit import INJECTIVE, injective
from confiture.plans.rules import Decided
from confiture.plans.scope import Scope

ByTable: TypeAlias = Mapping[QName, Mapping[str, Decided]]
Place: TypeAlias = tuple[QName, str]


def check_unique(scope: Scope, table: Table, decided: Mapping[str, Decided]) -> None:
    """Complain about masks under a unique key of the target that may give two values one."""
    for index in table.indexes:
        if not index.unique or index.parent is not None:
            continue
        for column in index.columns:
            rule = decided.get(column)
            if rule is None or rule.mask is None or not _merges(index, rule):
                continue
            scope.complain(
                "mask-not-unique",
                f"{table.root}.{spelled(column)} is under the unique index {index.name}, and mask"
                f" {rule.mask.use.mask} is {rule.mask.uniqueness}",
                rule.rule.span,
                f"use one of: {', '.join(injective())}",
            )


def _merges(index: Index, decided: Decided) -> bool:
    """Whether the mask may give two values one that the index compares."""
    if decided.mask is None or decided.mask.uniqueness in INJECTIVE:
        return False
    return decided.mask.use.mask != "null" or not index.nulls_distinct


def check_partition_key(scope: Scope, table: Table, decided: Mapping[str, Decided]) -> None:
    """Complain about masks that would move rows out of the partition they are copied into."""
    for column in table.partition_key:
        rule = decided.get(column)
        if rule is not None and rule.mask is not None:
            scope.complain(
                "mask-on-partition-key",
                f"{table.root}.{spelled(column)} decides the partition of {table.name},"
                " and a masked value belongs into another",
                rule.rule.span,
                "keep the column, or skip the table",
            )


def check_foreign_keys(scope: Scope, schema: Schema, decided: ByTable, sync: Sync) -> None:
    """Complain where the two ends of a foreign key would no longer agree."""
    for own, key, other in _pairs(schema):
        if own[0] not in decided and other[0] not in decided:
            continue
        ours = decided.get(own[0], {}).get(own[1])
        theirs = decided.get(other[0], {}).get(other[1])
        if _emptied(key, decided.get(own[0], {})) or _signature(ours) == _signature(theirs):
            continue
        absent = next((place[0] for place in (own, other) if place[0] not in decided), None)
        why = f"and {absent} is not taken" if absent else "which are masked differently"
        masked = ours if ours is not None and ours.use is not None else theirs
        scope.complain(
            "foreign-key-torn",
            f"foreign key {key.name} joins {_shown(own)} to {_shown(other)}, {why}",
            masked.rule.span if masked is not None else sync.span,
            f"take {absent} too, or keep the column"
            if absent
            else "give both columns the same mask, arguments and domain",
        )


def _emptied(key: ForeignKey, decided: Mapping[str, Decided]) -> bool:
    """Whether masks put NULL where the key then asks for nothing."""
    uses = [decided[name].use if name in decided else None for name in key.columns]
    nulls = [use is not None and use.mask == "null" for use in uses]
    return all(nulls) if " MATCH FULL" in key.definition else any(nulls)


def _shown(place: Place) -> str:
    return f"{place[0]}.{spelled(place[1])}"


def _pairs(schema: Schema) -> Iterator[tuple[Place, ForeignKey, Place]]:
    for table in schema.tables:
        for key in table.foreign_keys:
            target = schema.by_name.get(key.target)
            if target is None:
                continue
            for column, referenced in zip(key.columns, key.target_columns, strict=True):
                yield (table.root, column), key, (target.root, referenced)


def _signature(decided: Decided | None) -> tuple[object, ...] | None:
    if decided is None or decided.use is None:
        return None
    use = decided.use
    return (use.mask, use.arguments, use.domain, use.constant)


# ------------------------------------------------------------------ equal values, equal masks


@dataclass
class _Groups:
    """Columns that must agree, as a forest: each points towards its group's first."""

    above: dict[Place, Place]

    def top(self, place: Place) -> Place:
        while self.above.get(place, place) != place:
            place = self.above[place]
        return place

    def join(self, one: Place, other: Place) -> None:
        self.above[self.top(one)] = self.top(other)


def align(schemas: tuple[Schema, ...], decided: ByTable) -> dict[QName, dict[str, Decided]]:
    """The same masks, with one length for the columns whose masked values must agree.

    A mask may give a shorter column another value. The ends of a foreign key, and columns for
    which the recipe names one domain, are all masked for the shortest of them.
    """
    masked = {
        (root, name): one
        for root, columns in decided.items()
        for name, one in columns.items()
        if one.mask is not None and one.mask.use.mask not in ("constant", "null")
    }
    groups = _Groups({})
    for schema in schemas:
        for own, _, other in _pairs(schema):
            if own in masked and other in masked:
                groups.join(own, other)
    named: dict[object, Place] = {}
    for place, one in masked.items():
        if one.mask is not None and one.mask.shared:
            groups.join(place, named.setdefault(_signature(one), place))
    return _shortened(decided, masked, groups)


def _shortened(
    decided: ByTable, masked: Mapping[Place, Decided], groups: _Groups
) -> dict[QName, dict[str, Decided]]:
    least: dict[Place, int] = {}
    for place, one in masked.items():
        if one.use is not None and one.use.max_chars is not None:
            top = groups.top(place)
            least[top] = min(one.use.max_chars, least.get(top, one.use.max_chars))
    found = {root: dict(columns) for root, columns in decided.items()}
    for (root, name), one in masked.items():
        if one.mask is not None:
            use = replace(one.mask.use, max_chars=least.get(groups.top((root, name))))
            found[root][name] = replace(one, mask=replace(one.mask, use=use))
    return found
