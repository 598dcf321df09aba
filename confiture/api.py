"""Planning and running recipes: the command line, notebooks and schedulers call these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from confiture import failpoints, lang, runs, secret
from confiture.ddl.script import dump as dump_files
from confiture.environments import access_of, open_databases, secrets_of
from confiture.errors import (
    ConfitureError,
    Diagnostic,
    HazardRefused,
    Interrupted,
    StalePlan,
    UsageError,
    did_you_mean,
)
from confiture.execute.cancellation import Cancellation
from confiture.execute.events import Event
from confiture.execute.remaining import remaining
from confiture.execute.run import Progress, execute
from confiture.model.recipe import Block, Build, Recipe
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow
from confiture.pg.ledger import Ledger
from confiture.pg.observe import changed
from confiture.pg.work import Holdings, StepWork
from confiture.plans.make import environments, make_steps
from confiture.plans.plan import Plan, from_json
from confiture.recipes import check, load, loads, mask_signatures
from confiture.steps.abc import Step
from confiture.steps.copy_table import CopyTable
from confiture.survey import build_files, survey

__all__ = [
    "apply",
    "check",
    "databases_of",
    "dump",
    "load",
    "loads",
    "mask_signatures",
    "plan",
    "read_plan",
    "resume",
]  # fmt: skip


def plan(
    recipe: Recipe,
    *,
    set: Mapping[str, str] | None = None,  # noqa: A002 - the word of the command line
    accept: Iterable[str] = (),
    only: Iterable[str] = (),
) -> Plan:
    """What applying the recipe would do to the databases as they are now.

    Starts the project's private server if an environment needs it, and builds DDL files into
    template databases to read their schema; changes nothing else. `only` names recipes of the
    file; the recipes that they come `after` are taken too.
    Raises RecipeError for what cannot be done, DatabaseError when a server says no.
    """
    values = lang.resolve_parameters(recipe, set or {})
    recipe = replace(recipe, environments=lang.resolve_environments(recipe, values))
    blocks = _blocks(recipe, tuple(only))
    statements = tuple(s for block in blocks for s in lang.expand(recipe, block, values))
    used = environments(statements)
    accesses = {name: access_of(name, recipe.environments) for name in used}
    references = secrets_of(recipe, accesses, statements)
    with open_databases(accesses, references, recipe.root) as databases:
        scope = survey(recipe, values, statements, databases, used)
    make_steps(scope, statements)
    return Plan(
        recipe=_shown(recipe),
        recipe_digest=recipe.digest,
        parameters=tuple((name, str(values[name])) for name in sorted(recipe.parameters)),
        accesses=tuple(accesses[name] for name in sorted(accesses)),
        secrets=references,
        base=tuple(scope.observed[name].base for name in sorted(used)),
        steps=tuple(scope.steps),
        lanes=tuple(sorted(scope.lanes.items())),
        decisions=tuple(scope.decisions),
        hazards=tuple(scope.hazards),
        accepted=tuple(sorted(scope.accepted | {*accept})),
        notes=tuple(scope.notes),
        ways_back=tuple(scope.ways_back),
    )


def read_plan(path: str | Path) -> Plan:
    """The plan in a file that `confiture plan -o` wrote."""
    path = Path(path)
    try:
        return from_json(path.read_bytes(), name=str(path))
    except OSError as error:
        raise UsageError(Diagnostic("no-such-file", f"{path}: {error.strerror}")) from error


def apply(
    plan: Plan, *, root: Path | None = None, cancellation: Cancellation | None = None
) -> Iterator[Event]:
    """Run a plan, yielding events; the run is over when the iterator is.

    Raises HazardRefused, StalePlan or RunInProgress before anything is written; the error of
    the step that failed, or Interrupted, once everything has stopped. A run that did not end
    well goes on with `resume`.
    """
    root = root or Path.cwd()
    _refuse_hazards(plan)
    if not plan.steps:
        return
    with databases_of(plan, root) as databases:
        yield from _run(plan, runs.new_id(), databases, root, cancellation)


def resume(
    run: str | None = None, *, root: Path | None = None, cancellation: Cancellation | None = None
) -> Iterator[Event]:
    """Go on with a run (by default the latest) that was stopped, killed, or failed.

    Raises UsageError when no such run is left, StalePlan when another run, or somebody else, has
    changed what it left behind or files that it still has to read.
    """
    root = root or Path.cwd()
    found = runs.find(root, run)
    plan = read_plan(found.path)
    with databases_of(plan, root) as databases:
        yield from _run(plan, found.run, databases, root, cancellation)


def dump(recipe: Recipe, build: Build) -> str:
    """All DDL files of a build as one script."""
    return dump_files(build_files(recipe, build))


@contextmanager
def databases_of(plan: Plan, root: Path) -> Iterator[Databases]:
    accesses = {access.environment: access for access in plan.accesses}
    with open_databases(accesses, plan.secrets, root) as databases:
        yield databases


def _blocks(recipe: Recipe, only: tuple[str, ...]) -> list[Block]:
    """The recipes of the file in order, each after those that it is `after`."""
    by_name = {block.name: block for block in recipe.blocks}
    for name in only:
        if name not in by_name:
            raise UsageError(
                Diagnostic(
                    "unknown-recipe", f"no recipe {name!r}", hint=did_you_mean(name, by_name)
                )
            )
    chosen: dict[str, Block] = {}

    def choose(block: Block) -> None:
        for name in block.after:
            choose(by_name[name])
        chosen.setdefault(block.name, block)

    for block in recipe.blocks:
        if not only or block.name in only:
            choose(block)
    return list(chosen.values())


def _shown(recipe: Recipe) -> str:
    if recipe.path is None:
        return "<recipe>"
    path = recipe.path
    return str(path.relative_to(recipe.root) if path.is_relative_to(recipe.root) else path)


def _run(
    plan: Plan,
    run: str,
    databases: Databases,
    root: Path,
    cancellation: Cancellation | None,
) -> Iterator[Event]:
    """Lock, run what is left, and write how it ended, in every environment that is written."""
    cancellation = Cancellation() if cancellation is None else cancellation  # unset, it is false
    written = {step.environment for step in plan.steps if step.lasting}
    ledger = Ledger(databases, _run_row(plan, run))
    holdings = Holdings()
    keys = secret.MasterKeys(plan.secrets, root=root)

    def work_for(step: Step, progress: Progress) -> StepWork:
        return StepWork(
            step,
            databases=databases,
            ledger=ledger,
            holdings=holdings,
            cancellation=cancellation,
            advance=progress.advance,
            tell=progress.say,
            secret=keys.get,
            root=root,
        )

    for name in {s.key for s in plan.steps if isinstance(s, CopyTable) and s.key}:
        keys.get(name)  # a key that is missing is told before anything is written
    state, message = "failed", None
    try:
        ledger.lock(written)
        _refuse_stale(plan, run, databases)
        runs.keep(root, run, plan.to_json())
        failpoints.reach("run.kept")
        ledger.reenter(written)
        done = frozenset(ledger.done(written))
        todo = remaining(plan, done)
        ledger.forget(written, todo & done)
        yield from execute(plan, todo, work_for, run=run, cancellation=cancellation)
        state = "done"
        failpoints.reach("run.before-close")
    except (Interrupted, GeneratorExit, KeyboardInterrupt):
        state = "interrupted"
        raise
    except ConfitureError as error:
        message = error.diagnostics[0].message if error.diagnostics else None
        raise
    finally:
        holdings.close()
        ledger.close(state, message)
    failpoints.reach("run.after-close")
    if plan.undoes is not None:  # nothing of it is left to go on with
        runs.finish(root, plan.undoes)
    runs.finish(root, run)


def _run_row(plan: Plan, run: str) -> RunRow:
    return RunRow(
        id=run,
        recipe=plan.recipe,
        digest=plan.digest,
        plan=plan.to_json(),
        state="running",
        steps=len(plan.steps),
        message=None,
        started=datetime.now(UTC),
        ended=None,
    )


def _refuse_hazards(plan: Plan) -> None:
    if plan.refused:
        raise HazardRefused(
            *(
                Diagnostic(
                    hazard.kind,
                    hazard.message,
                    hint=f"accept it with --accept {hazard.kind}, or in the recipe:"
                    f" accept {hazard.kind} on {hazard.environment}",
                )
                for hazard in plan.refused
            )
        )


def _refuse_stale(plan: Plan, run: str, databases: Databases) -> None:
    """Asked under the lock, since another run may have ended while this one waited for it."""
    names = changed(databases, plan.base, run)
    if names:
        raise StalePlan(
            Diagnostic(
                "stale-plan",
                f"{', '.join(names)} changed since the plan was made, or since this run stopped",
                hint="make a new plan and look at it again",
            )
        )
