"""The steps of one sync: clear, copy from one snapshot, build, settle, prove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from confiture.model.names import QName, spelled
from confiture.model.recipe import Sync
from confiture.model.schema import ForeignKey, Schema, Table
from confiture.plans.fit import INJECTIVE
from confiture.plans.keys import drops, foreign, keys, touching
from confiture.plans.rules import Decided
from confiture.steps.abc import Fact, Step
from confiture.steps.copy_table import CopiedColumn, CopyTable
from confiture.steps.keys import AddForeignKeys, BuildKeys, ClearKeys, Constant
from confiture.steps.node import Where
from confiture.steps.proofs import (
    MaskedColumn,
    ProvenKey,
    VerifyConstraints,
    VerifyCounts,
    VerifyMasks,
)
from confiture.steps.settle import Analyze, RefreshViews, SetSequences
from confiture.steps.snapshot import HoldSnapshot, snapshot_fact

_ONE_PAGE = 8192


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is known of one sync once its tables and columns are decided."""

    sync: Sync
    statement: str
    source: Schema
    target: Schema
    tables: tuple[Table, ...]
    decided: Mapping[QName, Mapping[str, Decided]]
    replace: bool

    @property
    def names(self) -> tuple[QName, ...]:
        return tuple(table.name for table in self.tables)

    @property
    def roots(self) -> tuple[QName, ...]:
        return tuple(dict.fromkeys(table.root for table in self.tables))

    @property
    def lane(self) -> str:
        return self.statement

    @property
    def foreign_lane(self) -> str:
        return f"foreign keys of {self.statement}"

    @property
    def where(self) -> Where:
        return Where(statement=self.statement, environment=self.sync.target, lane=self.lane)

    @cached_property
    def sizes(self) -> Mapping[QName, int]:
        """Bytes of each root with its partitions, in the source."""
        found = dict.fromkeys(self.roots, 0)
        for table in self.tables:
            found[table.root] += table.bytes
        return found

    @cached_property
    def foreign_keys(self) -> Mapping[QName, list[ForeignKey]]:
        """The foreign keys from and to the tables, by the table that has them."""
        found: dict[QName, list[ForeignKey]] = {}
        for table, key in touching(self.target, self.names):
            found.setdefault(table.name, []).append(key)
        return found

    @cached_property
    def built(self) -> frozenset[Fact]:
        """What holds once the rows and all keys are there."""
        kinds = ["rows", "keys", *(["constraints"] if self.foreign_keys else [])]
        return frozenset(self.fact(kind) for kind in kinds)

    def fact(self, kind: str, name: object = "") -> Fact:
        return Fact(kind, f"{name} in {self.statement}" if name else self.statement)


def load(plan: Load) -> Iterator[Step]:
    """All steps of the sync, in the order in which a reader wants them."""
    yield HoldSnapshot(
        id=f"{plan.statement} / snapshot",
        statement=plan.statement,
        environment=plan.sync.source,
        lane=f"snapshot of {plan.statement}",
        gives=frozenset({snapshot_fact(plan.statement)}),
    )
    yield ClearKeys(
        id=f"{plan.statement} / clear",
        statement=plan.statement,
        environment=plan.sync.target,
        lane=f"clear {plan.statement}",
        gives=frozenset({plan.fact("cleared")}),
        tables=plan.names,
        drops=drops(plan.target, plan.names),
        replace=plan.replace,
        constants=tuple(_constants(plan)),
    )
    yield from (_copy(plan, table) for table in plan.tables)
    yield from _keys(plan)
    yield from _settle(plan)
    yield from _proofs(plan)


def _constants(plan: Load) -> Iterator[Constant]:
    for root in plan.roots:
        for name, decided in plan.decided[root].items():
            column = plan.target.by_name[root].column(name)
            if column is not None and decided.use is not None and decided.use.constant is not None:
                yield Constant(
                    column=f"{root}.{spelled(name)}",
                    type=column.type,
                    value=decided.use.constant,
                )


def _copy(plan: Load, table: Table) -> Step:
    uses = {name: rule.use for name, rule in plan.decided[table.root].items()}
    return CopyTable(
        id=f"{plan.statement} / copy {table.name}",
        **plan.where,
        needs=frozenset({snapshot_fact(plan.statement), plan.fact("cleared")}),
        gives=frozenset({plan.fact("rows", table.root), plan.fact("rows")}),
        cost=max(table.bytes, _ONE_PAGE),
        source=plan.sync.source,
        table=table.name,
        columns=tuple(
            CopiedColumn(
                name=column.name,
                type=column.type,
                mask=uses.get(column.name),
                raw=column.base == "xml",
            )
            for column in table.stored
        ),
        triggers=plan.target.by_name[table.name].triggers,
        format="text" if any(column.text_only for column in table.stored) else "binary",
        key=plan.sync.key if any(uses.values()) else None,
        release=plan.sync.release or plan.sync.target,
        expected=table.rows,
    )


def _keys(plan: Load) -> Iterator[Step]:
    for root in plan.roots:
        yield BuildKeys(
            id=f"{plan.statement} / index {root}",
            **plan.where,
            needs=frozenset({plan.fact("rows", root)}),
            gives=frozenset({plan.fact("keys")}),
            cost=plan.sizes[root] // 4,
            table=root,
            keys=keys(plan.target, root),
        )
    for name, listed in plan.foreign_keys.items():
        yield AddForeignKeys(
            id=f"{plan.statement} / foreign keys of {name}",
            statement=plan.statement,
            environment=plan.sync.target,
            lane=plan.foreign_lane,
            needs=frozenset({plan.fact("keys"), plan.fact("rows")}),
            gives=frozenset({plan.fact("constraints")}),
            cost=plan.sizes.get(name, 0),
            table=name,
            keys=foreign(listed),
        )


def _settle(plan: Load) -> Iterator[Step]:
    """Statistics wait for the foreign keys, whose locks an ANALYZE of many tables would cross."""
    fed = tuple(s for s in plan.target.sequences if s.table in {*plan.names, *plan.roots})
    if fed:
        yield SetSequences(
            id=f"{plan.statement} / sequences",
            needs=frozenset({plan.fact("rows"), plan.fact("keys")}),
            source=plan.sync.source,
            sequences=fed,
            **plan.where,
        )
    yield Analyze(
        id=f"{plan.statement} / analyze",
        needs=plan.built,
        gives=frozenset({plan.fact("statistics")}),
        tables=tuple(_analyzed(plan)),
        **plan.where,
    )
    if plan.target.materialized:
        yield RefreshViews(
            id=f"{plan.statement} / views",
            needs=frozenset({plan.fact("statistics")}),
            views=plan.target.materialized,
            **plan.where,
        )


def _analyzed(plan: Load) -> Iterator[QName]:
    """The roots, whose partitions are analyzed with them; a foreign one would be read from afar."""
    for root in plan.roots:
        family = plan.target.families[root]
        if any(heir.kind == "foreign" for heir in plan.target.descendants(root)):
            continue
        if any(member.kind == "foreign" for member in family):
            yield from (table.name for table in plan.tables if table.root == root)
        else:
            yield root


def _proofs(plan: Load) -> Iterator[Step]:
    yield VerifyCounts(
        id=f"{plan.statement} / verify counts",
        needs=plan.built,
        tables=plan.names,
        **plan.where,
    )
    if "constraints" in plan.sync.checks:
        yield VerifyConstraints(
            id=f"{plan.statement} / verify constraints",
            needs=plan.built,
            keys=tuple(_proven(plan)),
            indexes=tuple(
                QName(table.name.schema, index.name)
                for root in plan.roots
                for table in plan.target.families[root]
                for index in table.indexes
                if index.valid
            ),
            **plan.where,
        )
    if "masks" in plan.sync.checks:
        yield VerifyMasks(
            id=f"{plan.statement} / verify masks",
            needs=plan.built,
            source=plan.sync.source,
            columns=tuple(
                MaskedColumn(
                    table=table.name, column=name, permuted=one.mask.uniqueness == "bijective"
                )
                for table in plan.tables
                for name, one in plan.decided[table.root].items()
                if one.mask is not None and one.mask.uniqueness in INJECTIVE
            ),
            **plan.where,
        )


def _proven(plan: Load) -> Iterator[ProvenKey]:
    """The foreign keys that hold for every row: valid ones, and none over periods, whose rows
    are covered by several others together."""
    for name, listed in plan.foreign_keys.items():
        for key in listed:
            if key.validated and ", PERIOD " not in key.definition:
                yield ProvenKey(
                    table=name,
                    key=key,
                    own_only=plan.target.by_name[name].kind == "table",
                    target_only=plan.target.by_name[key.target].kind == "table",
                )
