"""The steps of `migrate`: one for each transaction of each migration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from confiture.model.effects import LOCK_MODES, Lock
from confiture.model.patience import Patience
from confiture.model.recipe import Migrate
from confiture.plans.migrations import Move
from confiture.plans.scope import Migrating, Scope
from confiture.plans.trial import Trial
from confiture.steps.abc import Fact, Hazard, Step
from confiture.steps.migrate import MigrateApart, MigrateBackfill, MigrateGroup
from confiture.steps.migration_ledger import Entry
from confiture.steps.node import Where
from confiture.steps.piece import Piece

_ROWS = "it was tried on a scratch copy without rows; where it needs rows to work: --force"

AnyGroup: TypeAlias = MigrateGroup | MigrateApart | MigrateBackfill


def plan_migrate(scope: Scope, migrate: Migrate) -> Sequence[Step]:
    name = migrate.environment
    if scope.schemas[name] is None:
        scope.complain(
            "no-database",
            f"environment {name} has no database yet",
            migrate.span,
            f"build it first: confiture build --env {name}",
        )
        return ()
    found = scope.migrating.get(id(migrate))
    if found is None:
        scope.complain(
            "built-in-this-plan",
            f"environment {name} is built by the same recipe, which leaves nothing to migrate",
            migrate.span,
            "build it in a recipe of its own",
        )
        return ()
    if not found.moves and not any(found.trials):
        scope.notes.append(f"{name} is up to date")
        return ()
    _note(scope, migrate, found)
    failing = [t.error for trials in found.trials for t in trials if t.error is not None]
    if failing and not migrate.force:
        scope.diagnostics.extend(replace(one, hint=one.hint or _ROWS) for one in failing)
        return ()
    statement = scope.name(f"migrate {name}")
    where = Where(statement=statement, environment=name, lane=statement)
    return list(chained(_steps(statement, where, found, migrate.patience)))


def _note(scope: Scope, migrate: Migrate, found: Migrating) -> None:
    name = migrate.environment
    if found.untried is not None:
        scope.notes.append(f"not tried on a scratch copy: {found.untried}")
    losing = [t for trials in found.trials for t in trials if t.risk == "data-loss"]
    if migrate.schema and losing:
        first = losing[0].sql.partition("\n")[0]
        message = f"rows or values of {name} are lost: {first}"
        scope.hazards.append(Hazard("data-loss", name, message))


def _steps(
    statement: str, where: Where, found: Migrating, patience: Patience
) -> Iterator[AnyGroup]:
    moves: Iterable[Move | None] = found.moves or (None,)
    for move, trials in zip(moves, found.trials, strict=True):
        groups = max((trial.group for trial in trials), default=0)
        if move and not trials:  # nothing to run, but something to note
            id_ = f"{statement} {move.migration.title} 1/1"
            yield MigrateGroup(id=id_, entry=_entry(move, 1, 1), pieces=(), **where)
        for number, of_group in groupby(trials, key=lambda trial: trial.group):
            entry = _entry(move, number, groups) if move else None
            title = f"{move.migration.title} " if move else ""
            down = "down " if move and move.down else ""
            id_ = f"{statement} {down}{title}{number}/{groups}"
            step = step_of(tuple(of_group), id_, where, entry=entry, patience=patience)
            yield replace(step, code=_code(move))


def _code(move: Move | None) -> Piece | None:
    python = move.migration.python if move else None
    return Piece(text=python.text, place=python.name) if python else None


def _entry(move: Move, number: int, groups: int) -> Entry:
    return Entry(
        version=move.migration.version,
        name=move.migration.name,
        checksum=move.migration.checksum,
        state="undoing" if move.undo else "reverting" if move.down else "applying",
        group=number,
        groups=groups,
        calls_again=move.migration.calls_again(down=move.down),
    )


def step_of(
    trials: Sequence[Trial], id_: str, where: Where, *, entry: Entry | None, patience: Patience
) -> AnyGroup:
    """The step that runs the statements of one transaction, or the one that wants none."""
    pieces = tuple(map(piece_of, trials))
    if trials[0].mode == "apart":
        return MigrateApart(id=id_, entry=entry, pieces=pieces, patience=patience, **where)
    if trials[0].mode == "backfill":
        return MigrateBackfill(id=id_, entry=entry, pieces=pieces, patience=patience, **where)
    return MigrateGroup(
        id=id_, entry=entry, pieces=pieces, locks=locks(trials), patience=patience, **where
    )


def piece_of(trial: Trial) -> Piece:
    return Piece(
        text=trial.sql,
        place=trial.place,
        values=trial.values,
        data=trial.data,
        function=trial.function,
    )


def locks(trials: Iterable[Trial]) -> tuple[Lock, ...]:
    """What a transaction locks, each relation in the strongest mode, by the names at its start."""
    strongest: dict[tuple[str, str], Lock] = {}
    for trial in trials:
        for lock in trial.effect.ahead if trial.effect else ():
            known = strongest.get((lock.relation, lock.kind))
            if known is None or LOCK_MODES.index(known.mode) < LOCK_MODES.index(lock.mode):
                strongest[lock.relation, lock.kind] = lock
    return tuple(sorted(strongest.values()))


def chained(steps: Iterable[Step]) -> Iterator[Step]:
    """One after another."""
    before: frozenset[Fact] = frozenset()
    for step in steps:
        done = frozenset({Fact("migrated", step.id)})
        yield replace(step, needs=before, gives=done)
        before = done
