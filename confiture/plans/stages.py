"""The steps of `migrate ENV { step … }`: one for each transaction, and what takes them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from confiture.errors import Diagnostic
from confiture.model.recipe import Migrate
from confiture.plans.migrate import chained, piece_of, step_of
from confiture.plans.plan import Script, WayBack
from confiture.plans.scope import Migrating, Scope
from confiture.plans.trial import Act, Staged
from confiture.steps.abc import Hazard, Step
from confiture.steps.check import CheckSql
from confiture.steps.migrate import MigrateGroup
from confiture.steps.node import Where

_ROWS = "it was tried on a scratch copy without rows; where it needs rows to work: `force = true`"


def plan_stages(scope: Scope, migrate: Migrate) -> Sequence[Step]:
    name = migrate.environment
    if scope.schemas[name] is None:
        scope.complain(
            "no-database",
            f"environment {name} has no database yet",
            migrate.span,
            f"build it first: confiture build --env {name}",
        )
        return ()
    found = scope.migrating[id(migrate)]
    failing = [error for one in found.stages for error in one.errors]
    if failing and not migrate.force:
        scope.diagnostics.extend(_with_hint(one) for one in failing)
        return ()
    _note(scope, migrate, found)
    statement = scope.name(f"migrate {name}")
    where = Where(statement=statement, environment=name, lane=statement)
    steps: list[Step] = []
    for staged in found.stages:
        own = list(_steps(staged, migrate, where))
        steps += own
        if written := tuple(step.id for step in own if step.lasting):
            scope.ways_back.append(_way_back(staged, migrate, statement, written))
    return list(chained(steps))


def _with_hint(error: Diagnostic) -> Diagnostic:
    return replace(error, hint=error.hint or _ROWS)


def _note(scope: Scope, migrate: Migrate, found: Migrating) -> None:
    """What a reader of the plan should know, and what has to be accepted."""
    name = migrate.environment
    if found.untried is not None:
        message = f"the steps on {name} were not tried on a scratch copy: {found.untried}"
        scope.hazards.append(Hazard("unproven", name, message))
    for staged in found.stages:
        title = f"step {staged.stage.name}"
        trials = [trial for act in staged.acts for trial in act.trials]
        for trial in trials:
            if trial.risk == "data-loss":
                first = trial.sql.partition("\n")[0]
                message = f"{title}: rows or values of {name} are lost: {first}"
                scope.hazards.append(Hazard("data-loss", name, message))
        if trials and not staged.undo and staged.stage.irreversible is None:
            scope.notes.append(f"{title} on {name} cannot be undone: it has no `undo`")


def _steps(staged: Staged, migrate: Migrate, where: Where) -> Iterator[Step]:
    title = f"{where['statement']} {staged.stage.name}"
    count = len(staged.acts)
    for number, act in enumerate(staged.acts, 1):
        id_ = f"{title} {number}/{count}" if count > 1 else title
        if act.check is not None:
            yield CheckSql(id=id_, sql=act.check.sql, message=act.check.message, **where)
            continue
        step = step_of(act.trials, id_, where, entry=None, patience=migrate.patience)
        yield replace(step, within=act.within) if isinstance(step, MigrateGroup) else step


def _way_back(
    staged: Staged, migrate: Migrate, statement: str, written: tuple[str, ...]
) -> WayBack:
    return WayBack(
        environment=migrate.environment,
        statement=statement,
        name=staged.stage.name,
        steps=written,
        undo=tuple(scripts(staged.undo)),
        irreversible=staged.stage.irreversible,
        patience=migrate.patience,
    )


def scripts(acts: Iterable[Act]) -> Iterator[Script]:
    for act in acts:
        yield Script(mode=act.trials[0].mode, pieces=tuple(map(piece_of, act.trials)))
