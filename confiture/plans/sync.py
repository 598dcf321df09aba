"""A `sync` statement: what is copied, whether that can be, and what happens to each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from confiture.model.names import QName
from confiture.model.recipe import Sync
from confiture.model.schema import Schema, Table
from confiture.plans.conflicts import align, check_foreign_keys, check_partition_key, check_unique
from confiture.plans.fit import masks
from confiture.plans.load import Load, load
from confiture.plans.match import match_target
from confiture.plans.plan import Decision
from confiture.plans.rules import Decided, decide, rules
from confiture.plans.scope import Scope
from confiture.plans.tables import taken
from confiture.steps.abc import Hazard, Step
from confiture.steps.copy_table import CopyTable

_NAMED = 3


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
    before = len(scope.diagnostics)
    tables = taken(scope, sync, source)
    if not tables and len(scope.diagnostics) == before:
        scope.complain("nothing-to-copy", f"{sync.source} has no table to take", sync.span)
    if not tables:
        return ()
    decided = _decided(scope, sync, tables, source, target)
    if len(scope.diagnostics) > before:
        return ()
    plan = Load(
        sync=sync,
        statement=scope.name(f"sync {sync.source} into {sync.target}"),
        source=source,
        target=target,
        tables=tables,
        decided=align((source, target), decided),
        replace=_replaces(scope, sync, tables),
    )
    scope.decisions.extend(_decisions(plan))
    scope.lanes[plan.lane] = sync.workers
    scope.lanes[plan.foreign_lane] = 1
    scope.notes.extend(_notes(plan))
    return tuple(load(plan))


def _allowed(scope: Scope, sync: Sync) -> bool:
    """Complain about a target that is the source, or that is protected."""
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


def _decided(
    scope: Scope, sync: Sync, tables: Sequence[Table], source: Schema, target: Schema
) -> dict[QName, dict[str, Decided]]:
    by_root = rules(scope, sync, source, tables)
    decided = {
        root: decide(scope, sync, source.by_name[root], by_root[root])
        for root in dict.fromkeys(table.root for table in tables)
    }
    match_target(scope, sync, tables, source, target)
    for table in target.tables:
        if table.root in decided:
            check_unique(scope, table, decided[table.root])
            check_partition_key(scope, table, decided[table.root])
    for schema in (source, target):
        check_foreign_keys(scope, schema, decided, sync)
    return decided


def _replaces(scope: Scope, sync: Sync, tables: Sequence[Table]) -> bool:
    """Whether rows of the target go; where they are not this plan's own, it carries the hazard."""
    names = {str(table.name) for table in tables}
    full = sorted(names & scope.observed[sync.target].holds_rows)
    if sync.target not in scope.fresh and full:
        more = len(full) - _NAMED
        listed = ", ".join(full[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        scope.hazards.append(
            Hazard("data-loss", sync.target, f"the rows of {listed} in {sync.target} are replaced")
        )
        return True
    if any(_fills(step, sync.target, tables) for step in scope.steps):
        scope.notes.append(f"{sync.target}: rows that earlier steps wrote are replaced by the sync")
        return True
    return False


def _fills(step: Step, environment: str, tables: Sequence[Table]) -> bool:
    """Whether a step may leave rows in one of the tables."""
    if step.environment != environment:
        return False
    if isinstance(step, CopyTable):
        return any(table.name == step.table for table in tables)
    return step.kind in ("load-seeds", "run-sql", "run-files")


def _decisions(plan: Load) -> Iterator[Decision]:
    for root in plan.roots:
        for column in plan.source.by_name[root].columns:
            decided = plan.decided[root].get(column.name)
            if column.generated:
                what, detail = "generated", ""
            elif decided is None:
                what, detail = "kept", f"others: {plan.sync.keep_others}"
            elif decided.use is None:
                what, detail = "kept", decided.rule.reason or ""
            else:
                what, detail = "masked", _described(decided)
            yield Decision(
                statement=plan.statement,
                table=str(root),
                column=column.name,
                what=what,
                detail=detail,
            )


def _described(decided: Decided) -> str:
    use = decided.use
    if use is None:
        return ""
    if use.constant is not None:
        return f"constant({use.constant!r})"
    arguments = ", ".join(f"{name} = {value}" for name, value in use.arguments)
    call = f"{use.mask}({arguments})" if arguments else use.mask
    return f"{call} in domain {use.domain}" if masks()[use.mask].keyed else call


def _notes(plan: Load) -> Iterator[str]:
    """What the user may not expect, and will meet in the target."""
    target = plan.sync.target
    for table in plan.target.tables:
        for key in table.foreign_keys:
            referenced = plan.target.by_name.get(key.target)
            if referenced is None or (table.root in plan.decided) == (
                referenced.root in plan.decided
            ):
                continue
            outside = table.name if table.root not in plan.decided else key.target
            yield (
                f"{target}: {outside} is not taken, and foreign key {key.name} of {table.name}"
                f" to {key.target} must hold with the rows that it has"
            )
    folded = {(root, name.casefold()): name for root in plan.roots for name in plan.decided[root]}
    for root in plan.roots:
        for column in plan.source.by_name[root].stored:
            alike = folded.get((root, column.name.casefold()), column.name)
            if alike != column.name:
                yield f"{root}: column {column.name} is kept, and {alike} has a rule"
