"""The plan that takes back what a run has done by steps of `migrate ENV { … }`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from confiture.errors import Diagnostic, RecipeError
from confiture.plans.migrate import chained, step_of
from confiture.plans.plan import Base, Plan, WayBack
from confiture.plans.trial import Act, Trial
from confiture.steps.abc import Step
from confiture.steps.node import Where
from confiture.steps.taken_back import TakesBack


@dataclass(frozen=True, kw_only=True)
class Return:
    """The way back of one step, and its transactions."""

    way: WayBack
    acts: tuple[Act, ...]


def returns(plan: Plan, touched: Set[str]) -> tuple[Return, ...]:
    """The ways back from the steps that a run has done, or begun where no transaction held them,
    the last first.

    Raises RecipeError with all that cannot be taken back.
    """
    ways = [way for way in reversed(plan.ways_back) if touched & {*way.steps}]
    if wrong := [_no_way(way) for way in ways if not way.undo]:
        raise RecipeError(*wrong)
    return tuple(Return(way=way, acts=tuple(_acts(way))) for way in ways)


def _no_way(way: WayBack) -> Diagnostic:
    title = f"step {way.name} of {way.statement}"
    hint = "nothing was undone; what has to go wants a migration of its own"
    if way.irreversible is None:
        return Diagnostic("irreversible", f"{title} has no `undo`", hint=hint)
    return Diagnostic("irreversible", f"{title} cannot be undone: {way.irreversible}", hint=hint)


def _acts(way: WayBack) -> Iterator[Act]:
    for script in way.undo:
        yield Act(
            trials=tuple(
                Trial(
                    sql=piece.text,
                    place=piece.place,
                    values=piece.values,
                    data=piece.data,
                    group=1,
                    mode=script.mode,
                )
                for piece in script.pieces
            )
        )


def undo_plan(
    old: Plan,
    run: str,
    back: Sequence[Return],
    *,
    done: Mapping[str, Set[str]],
    bases: Iterable[Base],
    notes: Iterable[str] = (),
) -> Plan:
    """The plan of a run that takes back another, whose plan is `old`; `done` are the steps of that
    one in the journals, by environment."""
    environments = {one.way.environment for one in back}
    return replace(
        old,
        accesses=tuple(one for one in old.accesses if one.environment in environments),
        base=tuple(bases),
        steps=tuple(chained(_steps(run, back, done))),
        lanes=(),
        decisions=(),
        hazards=(),
        accepted=(),
        notes=(f"takes back run {run}", *notes, *_left(old, done), *_losses(back)),
        ways_back=(),
        undoes=run,
    )


def _steps(run: str, back: Sequence[Return], done: Mapping[str, Set[str]]) -> Iterator[Step]:
    left = {environment: set(steps) for environment, steps in done.items()}
    last = {one.way.environment: one for one in back}
    for one in back:
        way = one.way
        statement = f"undo {way.statement}"
        where = Where(statement=statement, environment=way.environment, lane=statement)
        count = len(one.acts)
        for number, act in enumerate(one.acts, 1):
            id_ = f"{statement} {way.name}" + (f" {number}/{count}" if count > 1 else "")
            step = step_of(act.trials, id_, where, entry=None, patience=way.patience)
            whole = number == count
            yield replace(
                step,
                takes_back=TakesBack(
                    run=run,
                    steps=way.steps if whole else (),
                    done=tuple(sorted(left[way.environment])),
                    last=whole and one is last[way.environment],
                ),
            )
        left[way.environment] -= {*way.steps}


def _left(old: Plan, done: Mapping[str, Set[str]]) -> Iterator[str]:
    """What else the run has done."""
    known = {step for way in old.ways_back for step in way.steps}
    others = frozenset().union(*done.values()) - known
    statements = dict.fromkeys(step.statement for step in old.steps if step.id in others)
    if statements:
        yield f"not undone: {', '.join(statements)}"


def _losses(back: Sequence[Return]) -> Iterator[str]:
    for one in back:
        for trial in (trial for act in one.acts for trial in act.trials):
            if trial.risk == "data-loss":
                first = trial.sql.partition("\n")[0]
                yield f"step {one.way.name}: rows or values are lost: {first}"
