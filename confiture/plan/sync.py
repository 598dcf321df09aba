"""A `sync` statement as steps: clear, copy from one snapshot, build, settle, prove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from confiture.errors import did_you_mean
from confiture.model.names import QName
from confiture.model.recipe import Sync
from confiture.model.schema import ForeignKey, Schema, Table
from confiture.plan.keys import drops, foreign, keys, touching
from confiture.plan.plan import Decision
from confiture.plan.rules import (
    INJECTIVE,
    Decided,
    check_foreign_keys,
    check_unique,
    decide,
    rules,
)
from confiture.plan.scope import Scope
from confiture.plan.tables import taken
from confiture.steps.abc import Fact, Hazard, Step
from confiture.steps.copy_table import CopiedColumn, CopyTable
from confiture.steps.keys import AddForeignKeys, BuildKeys, ClearKeys
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
class _Plan:
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


def plan_sync(scope: Scope, sync: Sync) -> Sequence[Step]:
    """The steps of a sync, or none after a complaint."""
    source, target = scope.schemas[sync.source], scope.schemas[sync.target]
    for name, schema in ((sync.source, source), (sync.target, target)):
        if schema is None:
            scope.complain(
                "no-database",
                f"environment {name} has no database yet",
                sync.span,
                f"build it first: confiture build --env {name}, or `build {name} from …` above",
            )
    if source is None or target is None or not _allowed(scope, sync):
        return ()
    tables = taken(scope, sync, source)
    if not tables:
        scope.complain("nothing-to-copy", f"{sync.source} has no table to take", sync.span)
        return ()
    by_root = rules(scope, sync, tables)
    decided = {t.root: decide(scope, sync, t, by_root[t.root]) for t in tables}
    _match_target(scope, sync, tables, target)
    for table in source.tables:
        if table.root in decided:
            check_unique(scope, table, decided[table.root])
    check_foreign_keys(scope, source, decided, sync)
    if scope.diagnostics:
        return ()
    plan = _Plan(
        sync=sync,
        statement=scope.name(f"sync {sync.source} into {sync.target}"),
        source=source,
        target=target,
        tables=tables,
        decided=decided,
        replace=_replaces(scope, sync, tables),
    )
    scope.decisions.extend(_decisions(plan))
    scope.lanes[_copy_lane(plan)] = sync.workers
    scope.lanes[_foreign_lane(plan)] = 1
    return tuple(_steps(plan))


def _allowed(scope: Scope, sync: Sync) -> bool:
    """Complain about a target that is the source, or that is protected and holds something."""
    source, target = scope.observed[sync.source].base, scope.observed[sync.target].base
    same_server = source.system_identifier == target.system_identifier
    if same_server and source.database == target.database:
        scope.complain(
            "same-database", f"{sync.source} and {sync.target} are one database", sync.span
        )
        return False
    if scope.environment(sync.target).protected:
        scope.complain(
            "protected-target",
            f"environment {sync.target} is protected, and a sync replaces rows",
            sync.span,
            f"sync into another environment, or remove `protected = true` from {sync.target}",
        )
        return False
    return True


def _replaces(scope: Scope, sync: Sync, tables: Sequence[Table]) -> bool:
    """Whether rows of the target go; then the plan carries the hazard."""
    if sync.target in scope.fresh:
        full = sorted(seeded for seeded in _seeded(scope, sync.target))
        if full:
            scope.notes.append(f"{sync.target}: rows of its seeds are replaced by the sync")
        return bool(full)
    names = {str(table.name) for table in tables}
    full = sorted(names & scope.observed[sync.target].holds_rows)
    if full:
        listed = ", ".join(full[:3]) + (f" and {len(full) - 3} more" if len(full) > 3 else "")  # noqa: PLR2004
        scope.hazards.append(
            Hazard("data-loss", sync.target, f"the rows of {listed} in {sync.target} are replaced")
        )
    return bool(full)


def _seeded(scope: Scope, environment: str) -> Iterator[str]:
    return (
        step.id
        for step in scope.steps
        if step.environment == environment and step.kind in ("load-seeds", "copy-table", "run-sql")
    )


def _match_target(scope: Scope, sync: Sync, tables: Sequence[Table], target: Schema) -> None:
    known = [str(table.name) for table in target.tables]
    for table in tables:
        twin = target.by_name.get(table.name)
        if twin is None or twin.kind != table.kind:
            scope.complain(
                "missing-in-target",
                f"{sync.target} has no table {table.name}",
                sync.span,
                did_you_mean(str(table.name), known)
                or f"build {sync.target} from the same DDL, or: skip {table.root}",
            )
            continue
        _match_columns(scope, sync, table, twin)


def _match_columns(scope: Scope, sync: Sync, table: Table, twin: Table) -> None:
    if not table.stored:
        scope.complain("no-columns", f"table {table.name} has no column to copy", sync.span)
    for column in table.stored:
        other = twin.column(column.name)
        if other is None or other.generated:
            why = "has no column" if other is None else "generates column"
            message = f"{table.name} of {sync.target} {why} {column.name!r}"
        elif other.type != column.type:
            message = (
                f"{table.name}.{column.name} is {column.type} in {sync.source},"
                f" {other.type} in {sync.target}"
            )
        else:
            continue
        scope.complain("column-differs", message, sync.span, "build both from the same DDL")
    for extra in twin.stored:
        if table.column(extra.name) is None and extra.not_null and extra.default is None:
            scope.complain(
                "column-differs",
                f"{table.name}.{extra.name} of {sync.target} is NOT NULL without a default,"
                f" and {sync.source} does not have it",
                sync.span,
            )


def _decisions(plan: _Plan) -> Iterator[Decision]:
    for root in plan.roots:
        table = next(t for t in plan.tables if t.root == root)
        for column in table.columns:
            decided = plan.decided[root].get(column.name)
            if column.generated:
                what, detail = "generated", ""
            elif decided is None:
                what, detail = "kept", f"others: {plan.sync.keep_others}"
            elif decided.use is None:
                what, detail = "kept", decided.rule.reason or ""
            else:
                arguments = ", ".join(f"{k} = {v}" for k, v in decided.use.arguments)
                what = "masked"
                detail = f"{decided.use.mask}({arguments}) in domain {decided.use.domain}"
            yield Decision(
                statement=plan.statement,
                table=str(root),
                column=column.name,
                what=what,
                detail=detail,
            )


# ------------------------------------------------------------------ the steps


def _fact(plan: _Plan, kind: str, name: object = "") -> Fact:
    return Fact(kind, f"{name} in {plan.statement}" if name else plan.statement)


def _copy_lane(plan: _Plan) -> str:
    return plan.statement


def _where(plan: _Plan) -> Where:
    return Where(statement=plan.statement, environment=plan.sync.target, lane=_copy_lane(plan))


def _foreign_lane(plan: _Plan) -> str:
    return f"foreign keys of {plan.statement}"


def _steps(plan: _Plan) -> Iterator[Step]:
    statement, target = plan.statement, plan.sync.target
    yield HoldSnapshot(
        id=f"{statement} / snapshot",
        statement=statement,
        environment=plan.sync.source,
        lane=f"snapshot of {statement}",
        gives=frozenset({snapshot_fact(statement)}),
    )
    yield ClearKeys(
        id=f"{statement} / clear",
        statement=statement,
        environment=target,
        lane=f"clear {statement}",
        gives=frozenset({_fact(plan, "cleared")}),
        tables=plan.names,
        drops=drops(plan.target, plan.names),
        replace=plan.replace,
    )
    yield from (_copy(plan, table) for table in plan.tables)
    yield from _keys(plan)
    built = {_fact(plan, "rows"), _fact(plan, "keys")}
    built |= {_fact(plan, "constraints")} if _foreign_keys(plan) else set()
    yield from _settle(plan, frozenset(built))
    yield from _proofs(plan, frozenset(built))


def _copy(plan: _Plan, table: Table) -> Step:
    decided = plan.decided[table.root]
    masks = {name: rule.use for name, rule in decided.items()}
    keyed = any(use is not None for use in masks.values())
    return CopyTable(
        id=f"{plan.statement} / copy {table.name}",
        **_where(plan),
        needs=frozenset({snapshot_fact(plan.statement), _fact(plan, "cleared")}),
        gives=frozenset({_fact(plan, "rows", table.root), _fact(plan, "rows")}),
        cost=max(table.bytes, _ONE_PAGE),
        source=plan.sync.source,
        table=table.name,
        columns=tuple(
            CopiedColumn(name=column.name, type=column.type, mask=masks.get(column.name))
            for column in table.stored
        ),
        triggers=plan.target.by_name[table.name].triggers,
        format="text" if any(column.text_only for column in table.stored) else "binary",
        key=plan.sync.key if keyed else None,
        release=plan.sync.release or plan.sync.target,
        expected=table.rows,
    )


def _keys(plan: _Plan) -> Iterator[Step]:
    sizes = {root: sum(t.bytes for t in plan.tables if t.root == root) for root in plan.roots}
    for root in plan.roots:
        yield BuildKeys(
            id=f"{plan.statement} / index {root}",
            **_where(plan),
            needs=frozenset({_fact(plan, "rows", root)}),
            gives=frozenset({_fact(plan, "keys")}),
            cost=sizes[root] // 4,
            table=root,
            keys=keys(plan.target, root),
        )
    for name, listed in _foreign_keys(plan).items():
        yield AddForeignKeys(
            id=f"{plan.statement} / foreign keys of {name}",
            statement=plan.statement,
            environment=plan.sync.target,
            lane=_foreign_lane(plan),
            needs=frozenset({_fact(plan, "keys"), _fact(plan, "rows")}),
            gives=frozenset({_fact(plan, "constraints")}),
            cost=sizes.get(name, 0),
            table=name,
            keys=foreign(listed),
        )


def _foreign_keys(plan: _Plan) -> dict[QName, list[ForeignKey]]:
    found: dict[QName, list[ForeignKey]] = {}
    for table, key in touching(plan.target, plan.names):
        found.setdefault(table.name, []).append(key)
    return found


def _settle(plan: _Plan, built: frozenset[Fact]) -> Iterator[Step]:
    """Statistics wait for the foreign keys, whose locks an ANALYZE of many tables would cross."""
    where = _where(plan)
    fed = tuple(s for s in plan.target.sequences if s.table in {*plan.names, *plan.roots})
    if fed:
        yield SetSequences(
            id=f"{plan.statement} / sequences",
            needs=frozenset({_fact(plan, "rows")}),
            sequences=fed,
            **where,
        )
    yield Analyze(
        id=f"{plan.statement} / analyze",
        needs=built,
        gives=frozenset({_fact(plan, "statistics")}),
        tables=plan.roots,
        **where,
    )
    yield RefreshViews(
        id=f"{plan.statement} / views",
        needs=frozenset({_fact(plan, "statistics")}),
        **where,
    )


def _proofs(plan: _Plan, built: frozenset[Fact]) -> Iterator[Step]:
    where = _where(plan)
    yield VerifyCounts(
        id=f"{plan.statement} / verify counts", needs=built, tables=plan.names, **where
    )
    if "constraints" in plan.sync.checks:
        yield VerifyConstraints(
            id=f"{plan.statement} / verify constraints",
            needs=built,
            tables=plan.names,
            keys=tuple(
                ProvenKey(table=name, key=key)
                for name, keys in _foreign_keys(plan).items()
                for key in keys
                if key.validated
            ),
            **where,
        )
    if "masks" in plan.sync.checks:
        yield VerifyMasks(
            id=f"{plan.statement} / verify masks",
            needs=built,
            source=plan.sync.source,
            columns=tuple(
                MaskedColumn(table=table.name, column=name)
                for table in plan.tables
                for name, decided in plan.decided[table.root].items()
                if decided.use is not None and decided.uniqueness in INJECTIVE
            ),
            **where,
        )
