"""What Confiture does, as functions: the command line, notebooks and schedulers call these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from confiture import _kernel, lang, runs, secret
from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.ddl.script import dump as dump_files
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
from confiture.execute.run import Progress, execute
from confiture.model.access import Access, SecretReference
from confiture.model.privacy import MaskParameter, MaskSignature
from confiture.model.recipe import Block, Build, Recipe, Run, Seed, Statement, Sync, Value
from confiture.pg import journal
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow, StepRow
from confiture.pg.ledger import Ledger
from confiture.pg.observe import SCRATCH, base_of, observe, schema_made_by
from confiture.pg.session import Session
from confiture.pg.work import Holdings, StepWork
from confiture.plan.access import access, secret_references
from confiture.plan.graph import to_run
from confiture.plan.make import environments, flat, make_steps
from confiture.plan.plan import Plan, from_json
from confiture.plan.scope import Desired, Scope
from confiture.steps.abc import Step


def load(path: str | Path) -> Recipe:
    """The checked recipe in a file. Raises RecipeError with everything that is wrong with it."""
    return lang.load(Path(path), masks=mask_signatures())


def loads(text: str, *, name: str = "<recipe>", root: Path | None = None) -> Recipe:
    """As `load`, from text; relative paths resolve below `root` (the current directory)."""
    return lang.loads(text, name=name, root=root or Path.cwd(), masks=mask_signatures())


def check(path: str | Path) -> list[Diagnostic]:
    """Everything that is wrong with a recipe file, without looking at a database."""
    return lang.check(Path(path), masks=mask_signatures())


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
    accesses = {name: access(recipe.environments[name]) for name in used}
    references = _references(recipe, accesses, statements)
    with _databases(accesses, references, recipe.root) as databases:
        scope = _scope(recipe, values, statements, databases, used)
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
    with _opened(plan, root) as databases:
        _refuse_stale(plan, databases)
        yield from _run(plan, runs.new_id(), databases, root, cancellation or Cancellation())


def resume(
    run: str | None = None, *, root: Path | None = None, cancellation: Cancellation | None = None
) -> Iterator[Event]:
    """Go on with a run (by default the latest) that was stopped, killed, or failed."""
    root = root or Path.cwd()
    found = runs.find(root, run)
    plan = read_plan(found.path)
    with _opened(plan, root) as databases:
        yield from _run(plan, found.run, databases, root, cancellation or Cancellation())


def history(recipe: Recipe, names: Iterable[str] = ()) -> list[tuple[str, RunRow]]:
    """The runs that the journals of environments tell of, the latest first."""
    told: list[tuple[str, RunRow]] = []
    with _journals(recipe, names) as sessions:
        for name, session in sessions:
            told += [(name, row) for row in journal.runs(session)]
    return sorted(told, key=lambda pair: pair[1].started, reverse=True)


def steps_of(recipe: Recipe, run: str, names: Iterable[str] = ()) -> list[tuple[str, StepRow]]:
    """The steps of a run that are done, by environment."""
    with _journals(recipe, names) as sessions:
        return [(name, row) for name, session in sessions for row in journal.steps_of(session, run)]


def dump(recipe: Recipe, build: Build) -> str:
    """All DDL files of a build as one script."""
    return dump_files(_build_files(recipe, build))


@cache
def mask_signatures() -> Mapping[str, MaskSignature]:
    """The masks of the kernel, as the language checks calls of them."""
    return {
        mask.name: MaskSignature(
            name=mask.name,
            parameters={
                parameter.name: MaskParameter(
                    kind=parameter.kind if "any" not in mask.types else "any",
                    default=parameter.default,
                    choices=tuple(parameter.choices),
                )
                for parameter in mask.parameters
            },
            keyed=mask.keyed,
            uniqueness=mask.uniqueness,
        )
        for mask in _kernel.masks()
    }


# ------------------------------------------------------------------ planning


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


def _references(
    recipe: Recipe, accesses: Mapping[str, Access], statements: Iterable[Statement]
) -> tuple[SecretReference, ...]:
    names = {name for a in accesses.values() for _, name in a.secrets}
    names |= {s.key for s in flat(statements) if isinstance(s, Sync) and s.key}
    return secret_references(recipe, names)


def _scope(
    recipe: Recipe,
    values: Mapping[str, Value],
    statements: tuple[Statement, ...],
    databases: Databases,
    used: Iterable[str],
) -> Scope:
    """Everything that planning needs to know from files and servers, read up front."""
    targets = {s.target for s in flat(statements) if isinstance(s, Sync)}
    observed = {name: observe(databases, name, with_rows=name in targets) for name in used}
    desired = {
        id(s): _desired(recipe, s, databases) for s in flat(statements) if isinstance(s, Build)
    }
    files = {
        id(s): _files(recipe, s)
        for s in flat(statements)
        if isinstance(s, Seed) or (isinstance(s, Run) and s.file is not None)
    }
    return Scope(
        recipe=recipe,
        root=recipe.root,
        values=values,
        observed=observed,
        desired=desired,
        files=files,
        schemas={name: observation.schema for name, observation in observed.items()},
    )


def _build_files(recipe: Recipe, build: Build) -> tuple[SqlFile, ...]:
    return discover(
        build.sources,
        project_root=recipe.root,
        include=build.include,
        exclude=build.exclude,
        order=build.order,
    )


def _desired(recipe: Recipe, build: Build, databases: Databases) -> Desired:
    files = _build_files(recipe, build)
    digest = schema_hash(files)
    schema = schema_made_by(databases, build.environment, digest, files)
    return Desired(files=files, schema_hash=digest, schema=schema)


def _files(recipe: Recipe, statement: Seed | Run) -> tuple[SqlFile, ...]:
    if isinstance(statement, Seed):
        return discover(
            statement.sources,
            project_root=recipe.root,
            include=statement.include,
            exclude=statement.exclude,
            order="alphabetical",
        )
    roots = [statement.file] if statement.file else []
    return discover(roots, project_root=recipe.root, include=["**"])


def _shown(recipe: Recipe) -> str:
    if recipe.path is None:
        return "<recipe>"
    path = recipe.path
    return str(path.relative_to(recipe.root) if path.is_relative_to(recipe.root) else path)


# ------------------------------------------------------------------ running


def _run(
    plan: Plan,
    run: str,
    databases: Databases,
    root: Path,
    cancellation: Cancellation,
) -> Iterator[Event]:
    """Lock, run what is left, and write how it ended, in every environment that is written."""
    written = {step.environment for step in plan.steps if step.lasting}
    ledger = Ledger(databases, _run_row(plan, run))
    holdings = Holdings()
    secrets = _MasterKeys({reference.name: reference for reference in plan.secrets}, root)

    def work_for(step: Step, progress: Progress) -> StepWork:
        return StepWork(
            step,
            databases=databases,
            ledger=ledger,
            holdings=holdings,
            cancellation=cancellation,
            advance=progress.advance,
            secret=secrets.__getitem__,
            root=root,
        )

    state, message = "failed", None
    try:
        ledger.lock(written)
        runs.keep(root, run, plan.to_json())
        done = frozenset(ledger.done(written))
        todo = to_run(plan.steps, done)
        ledger.forget(written, todo & done)
        yield from execute(plan, todo, work_for, run=run, cancellation=cancellation)
        state = "done"
    except (Interrupted, GeneratorExit):
        state = "interrupted"
        raise
    except ConfitureError as error:
        message = error.diagnostics[0].message if error.diagnostics else None
        raise
    finally:
        holdings.close()
        ledger.close(state, message)
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


class _MasterKeys(dict[str, bytes]):
    """Masking keys by the name of their secret, each found once, when first asked for."""

    def __init__(self, references: Mapping[str, SecretReference], root: Path) -> None:
        super().__init__()
        self._references = references
        self._root = root

    def __missing__(self, name: str) -> bytes:
        text = secret.find(self._references[name], root=self._root)
        self[name] = secret.master_key(text, name=name)
        return self[name]


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


def _refuse_stale(plan: Plan, databases: Databases) -> None:
    changed = [
        base.environment for base in plan.base if base_of(databases, base.environment) != base
    ]
    if changed:
        raise StalePlan(
            Diagnostic(
                "stale-plan",
                f"{', '.join(changed)} changed since the plan was made",
                hint="make a new plan and look at it again",
            )
        )


@contextmanager
def _opened(plan: Plan, root: Path) -> Iterator[Databases]:
    accesses = {access.environment: access for access in plan.accesses}
    with _databases(accesses, plan.secrets, root) as databases:
        yield databases


def _databases(
    accesses: Mapping[str, Access], references: Iterable[SecretReference], root: Path
) -> Databases:
    known = {reference.name: reference for reference in references}
    scratch = Access(environment=SCRATCH, embedded="postgres")
    return Databases(
        {**accesses, SCRATCH: scratch},
        lambda name: secret.find(known[name], root=root),
        root=root,
    )


@contextmanager
def _journals(recipe: Recipe, names: Iterable[str]) -> Iterator[Iterator[tuple[str, Session]]]:
    """Sessions on the environments whose database exists and has a journal, one after another."""
    chosen = tuple(names) or tuple(recipe.environments)
    for name in chosen:
        if name not in recipe.environments:
            hint = did_you_mean(name, recipe.environments)
            raise UsageError(
                Diagnostic("unknown-environment", f"no environment {name!r}", hint=hint)
            )
    accesses = {name: access(recipe.environments[name]) for name in chosen}
    references = _references(recipe, accesses, ())
    with _databases(accesses, references, recipe.root) as databases:

        def sessions() -> Iterator[tuple[str, Session]]:
            for name in chosen:
                if databases.exists(name):
                    with databases.session(name, read_only=True) as session:
                        if journal.exists(session):
                            yield name, session

        yield sessions()
