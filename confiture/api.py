"""What Confiture does, as functions: the command line, notebooks and schedulers call these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from confiture import _kernel, failpoints, lang, runs, secret, sides, undoing
from confiture.comparison import difference, proven_difference
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
from confiture.execute.remaining import remaining
from confiture.execute.run import Progress, execute
from confiture.lang.files import PROJECT_FILE, find_root
from confiture.model.access import Access, SecretReference
from confiture.model.privacy import MaskParameter, MaskSignature
from confiture.model.recipe import Block, Build, Environment, Recipe, Statement, Sync
from confiture.pg import journal
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow, StepRow
from confiture.pg.ledger import Ledger
from confiture.pg.observe import SCRATCH, changed
from confiture.pg.session import Session
from confiture.pg.work import Holdings, StepWork
from confiture.plans.access import access, secret_references
from confiture.plans.diff import Change, Diff, with_owners_of
from confiture.plans.former_names import Said, mapping
from confiture.plans.make import environments, flat, make_steps
from confiture.plans.plan import Plan, from_json
from confiture.steps.abc import Step
from confiture.steps.copy_table import CopyTable
from confiture.survey import build_files, survey

if TYPE_CHECKING:
    from confiture.lint import Report


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
    with _opened(plan, root) as databases:
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
    with _opened(plan, root) as databases:
        yield from _run(plan, found.run, databases, root, cancellation)


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
    with _journals(recipe, environments) as sessions:
        past = undoing.find(sessions, run)
    begun = next((r.run for r in runs.unfinished(recipe.root) if _undoes(r, past.run)), None)
    with _opened(past.plan, recipe.root) as databases:
        return undoing.plan(past, databases, begun=begun, force=force)


def _undoes(unfinished: runs.Unfinished, run: str) -> bool:
    try:
        return read_plan(unfinished.path).undoes == run
    except ConfitureError:  # of another version, which takes nothing from this one
        return False


def diff(
    old: str | Path,
    new: str | Path,
    *,
    root: Path | None = None,
    online: bool = True,
    proven: bool = True,
    renames: Iterable[str] = (),
    labels: Iterable[str] = (),
    scratch: str | None = None,
) -> Diff:
    """What differs between two sides (see `confiture diff --help`), and the SQL from old to new:
    `online`, so that tables can be used meanwhile, and `proven` on a scratch copy. `renames` say
    what has another name now ("app.users.mail=email"), `labels` what becomes of labels of
    enumerations ("app.mood.meh=ok"); comments in the new side's DDL may say so too. `scratch` is
    the environment, or URL, whose server holds scratch databases instead of the private one.

    Starts the project's private server if a side has to be built there; changes neither side.
    Raises UsageError for a side that is none and for renames that cannot be, RecipeError for DDL
    that cannot be read and for a difference that cannot be proven, DatabaseError when a server
    says no.
    """
    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    accesses, references = _project(root)
    one, two = (sides.parse(str(text), root=root, environments=accesses) for text in (old, new))
    live = {s.access.environment: s.access for s in (one, two) if isinstance(s, sides.Live)}
    with _databases(live, references, root, _scratch(scratch, accesses)) as databases:
        before, after = sides.read(one, databases), sides.read(two, databases)
        said = Said(tuple(renames), tuple(labels), sides.former(two))
        meant = mapping(before, after, said)
        if isinstance(one, sides.Files):
            before = with_owners_of(after, before, meant.renames)
        if isinstance(two, sides.Files):
            after = with_owners_of(before, after, meant.reversed().renames)
        compared = proven_difference if proven else difference
        return compared(before, after, meant, databases, online=online)


def compare(one: str | Path, other: str | Path, *, root: Path | None = None) -> Report:
    """The objects in which two sides differ, each as a finding `drift`. Raises as `diff`."""
    from confiture.lint.report import Finding, Report  # noqa: PLC0415 - as in `lint`

    found = diff(one, other, root=root, proven=False)
    return Report(
        tuple(
            Finding(
                Diagnostic("drift", _drift(change, str(one), str(other))),
                about=f"{change.kind} {change.name}",
            )
            for change in found.changes
        )
    )


def _drift(change: Change, one: str, other: str) -> str:
    name = f"{change.kind} {change.name}"
    if change.what in ("added", "dropped"):
        return f"{name} is not in {one if change.what == 'added' else other}"
    facts = ", ".join(fact.name.replace("_", " ") for fact in change.facts)
    return f"{name} differs" + (f" in its {facts}" if facts else "")


def lint(
    *what: str | Path,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    environment: str | None = None,
    against: str | Path | None = None,
    migrations: bool = False,
    root: Path | None = None,
) -> Report:
    """The faults of schemas and migrations (see `confiture lint --help`), by default of the
    project's own.

    Raises UsageError for what is no side and no rule, RecipeError for SQL that cannot be read,
    DatabaseError when a server says no. A migration that fails is a finding.
    """
    from confiture import evidence  # noqa: PLC0415 - libpg_query and all rules, for this alone
    from confiture import lint as linting  # noqa: PLC0415

    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    recipe = load(root / PROJECT_FILE) if (root / PROJECT_FILE).is_file() else None
    settings = evidence.settings(recipe, environment, map(str, what), root)
    rules = linting.choose(select, ignore, settings.severities)
    accesses, references = _project(root)
    subjects = evidence.subjects(
        [str(word) for word in what] or settings.default or ["db/schema"],
        root=root,
        environments=accesses,
        start=None if against is None else str(against),
        migrations=migrations,
    )
    with _databases(evidence.live(subjects), references, root) as databases:
        return linting.lint(*evidence.gather(subjects, databases), rules)


def mend(report: Report, *, root: Path | None = None) -> list[Path]:
    """Write the edits of a report's findings to their files; the files that changed.

    A file that is not what was judged, as one of another revision, stays as it is.
    """
    from confiture.lint.mend import mended  # noqa: PLC0415 - as in `lint`

    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    written = []
    for source, text in mended(report):
        path = root / source.name
        if path.is_file() and path.read_bytes() == source.text.encode():
            path.write_bytes(text.encode())
            written.append(path)
    return written


@contextmanager
def opened(
    environment: str,
    root: Path | None,
    *,
    against: str | None = None,
    scratch: str | None = None,
) -> Iterator[tuple[Environment, Databases, Path]]:
    """An environment of the project that a directory belongs to, its databases, and its root;
    with `against`, the database at that URL stands for the environment's. `scratch` as in `diff`.

    Raises UsageError where there is no project, or no such environment.
    """
    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    if not (root / PROJECT_FILE).is_file():
        raise UsageError(
            Diagnostic(
                "no-project", f"no {PROJECT_FILE} in {root}", hint="make one: confiture init"
            )
        )
    recipe = load(root / PROJECT_FILE)
    if environment not in recipe.environments:
        hint = did_you_mean(environment, recipe.environments)
        raise UsageError(
            Diagnostic("unknown-environment", f"no environment {environment!r}", hint=hint)
        )
    others = [scratch] if scratch is not None and scratch in recipe.environments else []
    known, references = _accesses(recipe, [environment, *others])
    accesses = {environment: known[environment]}
    if against is not None:
        accesses = {environment: Access(environment=environment, url=against)}
    with _databases(accesses, references, root, _scratch(scratch, known)) as databases:
        yield recipe.environments[environment], databases, root


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
    return dump_files(build_files(recipe, build))


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


def _shown(recipe: Recipe) -> str:
    if recipe.path is None:
        return "<recipe>"
    path = recipe.path
    return str(path.relative_to(recipe.root) if path.is_relative_to(recipe.root) else path)


def _accesses(
    recipe: Recipe, names: Iterable[str]
) -> tuple[dict[str, Access], tuple[SecretReference, ...]]:
    """Environments as they are without a parameter given, and the secrets that they need."""
    known = lang.resolve_environments(recipe, lang.resolve_parameters(recipe, {}))
    accesses = {name: access(known[name]) for name in names}
    return accesses, _references(recipe, accesses, ())


def _project(root: Path) -> tuple[dict[str, Access], tuple[SecretReference, ...]]:
    """The environments of a project's file, and the secrets that they need."""
    if not (root / PROJECT_FILE).is_file():
        return {}, ()
    recipe = load(root / PROJECT_FILE)
    return _accesses(recipe, recipe.environments)


# ------------------------------------------------------------------ running


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


@contextmanager
def _opened(plan: Plan, root: Path) -> Iterator[Databases]:
    accesses = {access.environment: access for access in plan.accesses}
    with _databases(accesses, plan.secrets, root) as databases:
        yield databases


def _scratch(name: str | None, known: Mapping[str, Access]) -> Access:
    """Where scratch databases live. Raises UsageError for a protected server, or none."""
    if name is None:
        return Access(environment=SCRATCH, embedded="postgres")
    if "://" in name:
        return Access(environment=SCRATCH, url=name)
    if name not in known:
        hint = did_you_mean(name, known) or "an environment, or postgresql://…"
        raise UsageError(Diagnostic("unknown-environment", f"no environment {name!r}", hint=hint))
    if known[name].protected:
        message = f"environment {name} is protected: no scratch database is made beside it"
        raise UsageError(Diagnostic("protected-scratch", message, hint="name another server"))
    return replace(known[name], environment=SCRATCH)


def _databases(
    accesses: Mapping[str, Access],
    references: Iterable[SecretReference],
    root: Path,
    scratch: Access | None = None,
) -> Databases:
    known = {reference.name: reference for reference in references}
    return Databases(
        {**accesses, SCRATCH: scratch or _scratch(None, {})},
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
    accesses, references = _accesses(recipe, chosen)
    with _databases(accesses, references, recipe.root) as databases:

        def sessions() -> Iterator[tuple[str, Session]]:
            for name in chosen:
                if databases.exists(name):
                    with databases.session(name, read_only=True) as session:
                        if journal.exists(session):
                            yield name, session

        yield sessions()
