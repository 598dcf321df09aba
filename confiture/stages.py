"""Steps of `migrate ENV { … }` tried on a scratch copy, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from confiture.ddl.files import SqlFile
from confiture.ddl.objects import Catalog
from confiture.errors import DatabaseError
from confiture.model.recipe import Run
from confiture.pg.databases import Databases
from confiture.pg.scratch import copy_of
from confiture.plans.scope import Migrating
from confiture.plans.statements import bound
from confiture.plans.trial import Act, Staged, Trial
from confiture.rehearsals import Attempt, of_file


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a database holds when a `migrate` begins: a catalog, and what earlier statements of the
    recipe will have run on it by then, transaction by transaction."""

    catalog: Catalog
    groups: tuple[tuple[Trial, ...], ...] = ()

    def and_then(self, trials: Iterable[Sequence[Trial]]) -> Before:
        return replace(self, groups=(*self.groups, *map(tuple, trials)))


def tried(staged: Sequence[Staged], before: Before, databases: Databases) -> Migrating:
    """The steps tried one after another on a copy of a database without rows, and then what takes
    them back, from the last one to the first that cannot be undone.

    Where the copy cannot be made, nothing is tried; where a statement fails, nothing after it.
    """
    try:
        with copy_of(before.catalog, databases) as session:
            attempt = Attempt(session)
            for group in before.groups:
                wrong = [one.error for one in attempt.group(list(group)) if one.error]
                if wrong:
                    why = f"an earlier statement of the recipe fails there: {wrong[0].message}"
                    return _untried(staged, why)
            there = [
                replace(one, acts=tuple(_tried(attempt, act) for act in one.acts)) for one in staged
            ]
            back = tuple(reversed(list(_undone(attempt, reversed(there)))))
    except DatabaseError as error:
        return _untried(staged, error.diagnostics[0].message)
    return Migrating(moves=(), trials=(), stages=back)


def acts_tried(acts: Iterable[Act], catalog: Catalog, databases: Databases) -> tuple[Act, ...]:
    """As `tried`, for transactions alone. Raises DatabaseError where the copy cannot be made."""
    with copy_of(catalog, databases) as session:
        attempt = Attempt(session)
        return tuple(_tried(attempt, act) for act in acts)


def groups_of(found: Migrating) -> Iterator[Sequence[Trial]]:
    """The transactions of a `migrate`, for those that come after it."""
    for of_move in found.trials:
        for _, group in groupby(of_move, key=lambda trial: trial.group):
            yield tuple(group)
    for one in found.stages:
        yield from (act.trials for act in one.acts if act.trials)


def groups_of_run(run: Run, files: Sequence[SqlFile]) -> Iterator[Sequence[Trial]]:
    if run.sql is not None:
        sql = bound(run.sql)
        yield (
            Trial(sql=sql.text, place=sql.place, values=sql.values, group=1, mode="transaction"),
        )
    for file in files:
        yield tuple(replace(one, mode="transaction") for one in of_file(file))


def _untried(staged: Sequence[Staged], why: str) -> Migrating:
    return Migrating(moves=(), trials=(), stages=tuple(staged), untried=why)


def _tried(attempt: Attempt, act: Act) -> Act:
    if act.check is not None:
        return replace(act, check=attempt.check(act.check))
    return replace(act, trials=tuple(attempt.group(list(act.trials))))


def _undone(attempt: Attempt, staged: Iterable[Staged]) -> Iterator[Staged]:
    reversible = True
    for one in staged:
        writes = any(act.trials for act in one.acts)
        reversible = reversible and (bool(one.undo) or not writes)
        if not reversible:
            yield one
        else:
            yield replace(one, undo=tuple(_tried(attempt, act) for act in one.undo))
