"""What runs have done: told, and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from confiture import runs, undoing
from confiture.api import databases_of, read_plan
from confiture.environments import journals
from confiture.errors import ConfitureError
from confiture.model.recipe import Recipe
from confiture.pg import journal
from confiture.pg.journal import RunRow, StepRow
from confiture.plans.plan import Plan


def undo(
    recipe: Recipe,
    run: str | None = None,
    *,
    environments: Iterable[str] = (),
    force: bool = False,
) -> Plan:
    """The plan that takes back the steps of migrations that a run (by default the latest that did
    any) has done in the recipe's environments; `apply` runs it.

    Tries it on a scratch copy; `force` goes on though that fails. Raises UsageError where there is
    nothing to undo, RecipeError where a step is irreversible or its `undo` does not work.
    """
    with journals(recipe, environments) as sessions:
        past = undoing.find(sessions, run)
    begun = next((r.run for r in runs.unfinished(recipe.root) if _undoes(r, past.run)), None)
    with databases_of(past.plan, recipe.root) as databases:
        return undoing.plan(past, databases, begun=begun, force=force)


def _undoes(unfinished: runs.Unfinished, run: str) -> bool:
    try:
        return read_plan(unfinished.path).undoes == run
    except ConfitureError:  # of another version, which takes nothing from this one
        return False


def history(recipe: Recipe, names: Iterable[str] = ()) -> list[tuple[str, RunRow]]:
    """The runs that the journals of environments tell of, the latest first."""
    told: list[tuple[str, RunRow]] = []
    with journals(recipe, names) as sessions:
        for name, session in sessions:
            told += [(name, row) for row in journal.runs(session)]
    return sorted(told, key=lambda pair: pair[1].started, reverse=True)


def steps_of(recipe: Recipe, run: str, names: Iterable[str] = ()) -> list[tuple[str, StepRow]]:
    """The steps of a run that are done, by environment."""
    with journals(recipe, names) as sessions:
        return [(name, row) for name, session in sessions for row in journal.steps_of(session, run)]
