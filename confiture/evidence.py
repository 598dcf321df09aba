"""What lint judges, read up front: catalogs, what servers have counted, and migrations rehearsed
on scratch databases of the project's private server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from confiture import sides
from confiture.ddl.files import SqlFile, discover
from confiture.ddl.objects import Catalog
from confiture.ddl.script import Statements, place
from confiture.errors import (
    DatabaseError,
    Diagnostic,
    RecipeError,
    Severity,
    UsageError,
    did_you_mean,
)
from confiture.lint import Migration, Schema, Step
from confiture.lint.choose import unknown
from confiture.lint.migration import Direction
from confiture.lint.script import Script, Statement, parse
from confiture.model.access import Access
from confiture.model.declarations import Environment
from confiture.model.effects import Effect
from confiture.model.recipe import Recipe
from confiture.model.settings import PINNED, pin_statement
from confiture.pg import objects, usage
from confiture.pg.databases import Databases
from confiture.pg.rehearsal import Rehearsal
from confiture.pg.scratch import copy_of, scratch, with_roles
from confiture.pg.session import Session
from confiture.steps.script import fresh

_NUMBERED = re.compile(r"(?P<version>\d+)_.+\.(?:up\.sql|down\.sql|py)")
_REPEATABLE = re.compile(r"R__.+\.sql")


_SETTINGS: Mapping[str, Severity | None] = {
    "lint_errors": Severity.ERROR,
    "lint_warnings": Severity.WARNING,
    "lint_notes": Severity.NOTE,
    "lint_off": None,
}


@dataclass(frozen=True)
class Settings:
    """What an environment says of rules, and what is judged where nobody says."""

    severities: Mapping[str, Severity | None]
    default: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """What one word of the command line names: a schema, and migrations on top of `start`.

    Only files whose names are `told` are reported on; those before them are run, though.
    """

    schema: sides.Side | None = None
    migrations: tuple[SqlFile, ...] = ()
    told: frozenset[str] = frozenset()
    start: sides.Side | None = None


def settings(
    recipe: Recipe | None, environment: str | None, words: Iterable[str], root: Path
) -> Settings:
    """Of an environment of the project's file: the one given, the first among the words, or
    `local`. Raises UsageError for an unknown one, RecipeError for unknown rules."""
    known = recipe.environments if recipe else {}
    if environment is not None and environment not in known:
        hint = did_you_mean(environment, known)
        message = f"no environment {environment!r}"
        raise UsageError(Diagnostic("unknown-environment", message, hint=hint))
    name = environment or next((word for word in words if word in known), "local")
    found = known.get(name)
    return Settings(_severities(found) if found else {}, _default(found, root))


def _severities(environment: Environment) -> dict[str, Severity | None]:
    levels: dict[str, Severity | None] = {}
    faults: list[Diagnostic] = []
    for setting, severity in _SETTINGS.items():
        rules = environment.settings.get(setting, ())
        for rule in map(str, rules if isinstance(rules, tuple) else ()):
            fault = unknown(rule)
            if fault is not None:
                faults.append(replace(fault, span=environment.spans[setting]))
            levels[rule] = severity
    if faults:
        raise RecipeError(*faults)
    return levels


def _default(environment: Environment | None, root: Path) -> tuple[str, ...]:
    """The folders of DDL and of migrations that an environment names, or the usual ones."""
    found: list[str] = []
    for setting, usual in (("schema", "db/schema"), ("migrations", "db/migrations")):
        value = environment.settings.get(setting) if environment else None
        paths = value if isinstance(value, tuple) else (root / usual,)
        found += [str(path) for path in paths if Path(str(path)).exists()]
    return tuple(found)


def subjects(
    words: Iterable[str],
    *,
    root: Path,
    environments: Mapping[str, Access],
    start: str | None = None,
    migrations: bool = False,
) -> list[Subject]:
    """`migrations` takes all files for such, whatever their names.

    Raises UsageError and RecipeError as `sides.parse` does.
    """

    def parse_side(word: str) -> sides.Side:
        return sides.parse(word, root=root, environments=environments)

    first = None if start is None else parse_side(start)
    if migrations:
        return [_as_migrations(parse_side(word), first) for word in words]
    return [_subject(parse_side(word), root, first) for word in words]


def live(found: Iterable[Subject]) -> dict[str, Access]:
    """How to reach the databases that subjects are, or start from."""
    named = [side for one in found for side in (one.schema, one.start)]
    return {one.access.environment: one.access for one in named if isinstance(one, sides.Live)}


def _subject(side: sides.Side, root: Path, start: sides.Side | None) -> Subject:
    if isinstance(side, sides.Live):
        return Subject(side)
    found = tuple(file for file in side.files if _version(file) is not None)
    rest = tuple(file for file in side.files if _version(file) is None)
    schema = sides.Files(side.name, rest) if rest or not found else None
    told = frozenset(file.name for file in found)
    return Subject(schema, _with_earlier(found, root), told, start)


def _as_migrations(side: sides.Side, start: sides.Side | None) -> Subject:
    if isinstance(side, sides.Live):
        raise UsageError(
            Diagnostic("not-files", f"{side.name} is a database, which is no migration")
        )
    return Subject(None, side.files, frozenset(file.name for file in side.files), start)


def gather(
    subjects: Iterable[Subject], databases: Databases
) -> tuple[list[Schema], list[Migration]]:
    """Schemas and migrations to judge. Raises DatabaseError where a server says no, RecipeError
    for files that cannot be read; a migration that fails is one to judge."""
    schemas: list[Schema] = []
    migrations: list[Migration] = []
    for one in subjects:
        if one.schema is not None:
            schemas.append(_schema(one.schema, databases))
        if one.migrations:
            found = _in_order(one, databases)
            migrations += [m for m in found if m.source.name in one.told]
    return schemas, migrations


def _version(file: SqlFile) -> tuple[bool, int] | None:
    """Its place among migrations, of which the repeatable ones come last; None for another file."""
    if _REPEATABLE.fullmatch(file.path.name):
        return (True, 0)
    match = _NUMBERED.fullmatch(file.path.name)
    return (False, int(match["version"])) if match else None


def _with_earlier(files: tuple[SqlFile, ...], root: Path) -> tuple[SqlFile, ...]:
    """The files with those that come before them in their folders, in the order of versions."""
    found = {file.path: (version, file) for file in files if (version := _version(file))}
    latest = max((version for version, _ in found.values()), default=(False, 0))
    for folder in {path.parent for path in found if path.is_relative_to(root) and path.exists()}:
        for file in discover([folder], project_root=root, include=["*.sql", "*.py"]):
            version = _version(file)
            if version is not None and version <= latest:
                found.setdefault(file.path, (version, file))
    return tuple(file for _, file in sorted(found.values(), key=lambda one: (one[0], one[1].name)))


def _schema(side: sides.Side, databases: Databases) -> Schema:
    catalog = sides.read(side, databases)
    if isinstance(side, sides.Files):
        scripts = tuple(parse(file.source) for file in side.files if not file.is_csv)
        return Schema(catalog, scripts=scripts)
    with databases.session(side.access.environment, read_only=True) as session:
        return Schema(catalog, usage=usage.read(session))


# ------------------------------------------------------------------ migrations


def _in_order(subject: Subject, databases: Databases) -> list[Migration]:
    """Each migration as it ran on what the ones before it have made."""
    ups = [file for file in subject.migrations if not _is_down(file)]
    downs = {_version(file): file for file in subject.migrations if _is_down(file)}
    found: list[Migration] = []
    with _start(subject.start, databases) as session:
        state: Catalog | None = _read(session)
        for file in ups:
            if file.path.suffix == ".py":  # whose statements nobody knows before they run
                state = None
                continue
            up = rehearsed(databases, session, parse(file.source), state)
            found.append(up)
            down = downs.pop(_version(file), None)
            if down is not None:
                found.append(_down(databases, parse(down.source), up))
            state = up.after
    found += [_unseen(parse(file.source), "down") for file in downs.values()]
    return found


def _is_down(file: SqlFile) -> bool:
    return file.path.name.endswith(".down.sql")


def _start(side: sides.Side | None, databases: Databases) -> AbstractContextManager[Session]:
    """A session on a scratch database as the first migration finds it."""
    return scratch(databases) if side is None else copy_of(sides.read(side, databases), databases)


def rehearsed(
    databases: Databases, session: Session, script: Script, before: Catalog | None
) -> Migration:
    """A script as it ran on a session; `before` is None where nobody knows what it would find."""
    if before is None:
        return _unseen(script, "up")
    steps = _run(databases, session, script)
    failed = any(step.failure for step in steps)
    return Migration(script, steps, before, None if failed else _read(session))


def _read(session: Session) -> Catalog:
    """What a session sees, whatever a script has set in it: names are read with their schemas."""
    session.script(f"{fresh(session)}; {pin_statement(PINNED)}")
    return objects.read(session)


def _down(databases: Databases, script: Script, up: Migration) -> Migration:
    """On a copy of what the migration made, so that the next one finds it."""
    if up.after is None:
        return _unseen(script, "down")
    with copy_of(up.after, databases) as session:
        run = rehearsed(databases, session, script, up.after)
    return replace(run, direction="down", origin=up.before)


def _unseen(script: Script, direction: Direction) -> Migration:
    steps = tuple(Step(statement) for statement in script.statements)
    return Migration(script, steps, direction=direction)


class _Failed(Exception):
    """Ends the transaction of the statement that failed, which its step tells of."""


def _run(databases: Databases, session: Session, script: Script) -> tuple[Step, ...]:
    """The steps of a script up to the first that fails, and the rest unseen."""
    session.script(fresh(session))
    rehearsal = Rehearsal(session)
    steps: list[Step] = []
    for number, group in groupby(script.statements, key=lambda one: one.transaction):
        try:
            with session.transaction() if number is not None else nullcontext():
                _run_group(databases, session, rehearsal, group, steps)
        except _Failed:
            break
        except DatabaseError as error:  # at the commit
            steps[-1] = replace(steps[-1], failure=_placed(error, steps[-1].statement))
            break
    return (*steps, *(Step(one) for one in script.statements[len(steps) :]))


def _run_group(
    databases: Databases,
    session: Session,
    rehearsal: Rehearsal,
    statements: Iterable[Statement],
    steps: list[Step],
) -> None:
    """Adds the steps of a transaction; raises _Failed after the first that failed."""
    for statement in statements:
        steps.append(_step(databases, session, rehearsal, statement))
        if steps[-1].failure:
            raise _Failed


def _step(
    databases: Databases, session: Session, rehearsal: Rehearsal, statement: Statement
) -> Step:
    def run() -> Effect | None:
        with session.transaction() if statement.transaction is not None else nullcontext():
            if statement.data is None:
                return rehearsal.run(statement.text)
            session.copy_in(statement.text, statement.data)
            return None

    if statement.is_control:
        return Step(statement, Effect())
    try:
        return Step(statement, with_roles(databases, run))
    except DatabaseError as error:
        return Step(statement, failure=_placed(error, statement))


def _placed(error: DatabaseError, statement: Statement) -> DatabaseError:
    part = Statements(statement.text, statement.start)
    span = place(statement.source, part, error.position or 1)
    told = (Diagnostic(d.code, d.message, span, d.hint) for d in error.diagnostics)
    return DatabaseError(*told, sqlstate=error.sqlstate, position=error.position)
