"""What planning needs to know from files and servers, read up front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from confiture import sides, stages
from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.ddl.migrations import Migration, migrations
from confiture.ddl.objects import Catalog
from confiture.ddl.script import parse_scripts
from confiture.model.recipe import Build, Migrate, Recipe, Run, Seed, Statement, Sync, Value
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.observe import observe_all, schema_made_by
from confiture.plans import acts
from confiture.plans.diff import diff, with_owners_of
from confiture.plans.make import flat
from confiture.plans.migrations import course
from confiture.plans.scope import Desired, Migrating, Observation, Scope
from confiture.proof import prove
from confiture.rehearsals import as_trials, state_before, tried
from confiture.steps import migration_ledger
from confiture.steps.migrate import Known


def survey(
    recipe: Recipe,
    values: Mapping[str, Value],
    statements: tuple[Statement, ...],
    databases: Databases,
    used: Iterable[str],
) -> Scope:
    """A scope for the statements over the environments `used`; builds templates for DDL files.

    Raises RecipeError for what is wrong with files, DatabaseError when a server says no.
    """
    targets = {s.target for s in flat(statements) if isinstance(s, Sync)}
    observed = observe_all(databases, used, with_rows=targets)
    desired = {
        id(s): _desired(recipe, s, databases) for s in flat(statements) if isinstance(s, Build)
    }
    files = {
        id(s): _files(recipe, s)
        for s in flat(statements)
        if isinstance(s, Seed) or (isinstance(s, Run) and s.file is not None)
    }
    foreseen = _Foreseen(recipe, databases, observed, desired, files)
    return Scope(
        migrating=foreseen.migrating(statements),
        recipe=recipe,
        root=recipe.root,
        values=values,
        observed=observed,
        desired=desired,
        files=files,
        schemas={name: observation.schema for name, observation in observed.items()},
    )


def build_files(recipe: Recipe, build: Build) -> tuple[SqlFile, ...]:
    return discover(
        build.sources,
        project_root=recipe.root,
        include=build.include,
        exclude=build.exclude,
        order=build.order,
    )


def _desired(recipe: Recipe, build: Build, databases: Databases) -> Desired:
    files = build_files(recipe, build)
    digest = schema_hash(files)
    schema = schema_made_by(databases, build.environment, digest, files)
    folders = recipe.environments[build.environment].paths("migrations")
    known = migrations(folders, project_root=recipe.root)
    return Desired(files=files, schema_hash=digest, schema=schema, migrations=as_known(known))


def as_known(found: Iterable[Migration]) -> tuple[Known, ...]:
    return tuple(Known(version=one.version, name=one.name, checksum=one.checksum) for one in found)


class _Foreseen:
    """What the databases will hold when each `migrate` of a plan begins, as far as can be told:
    those with steps of their own are tried after what the plan does before them."""

    def __init__(
        self,
        recipe: Recipe,
        databases: Databases,
        observed: Mapping[str, Observation],
        desired: Mapping[int, Desired],
        files: Mapping[int, tuple[SqlFile, ...]],
    ) -> None:
        self._recipe = recipe
        self._databases = databases
        self._observed = observed
        self._desired = desired
        self._files = files
        self._before: dict[str, stages.Before] = {}

    def migrating(self, statements: tuple[Statement, ...]) -> dict[int, Migrating]:
        found: dict[int, Migrating] = {}
        every = list(flat(statements))
        tried_on = {s.environment for s in every if isinstance(s, Migrate) and s.stages}
        for one in every:
            if isinstance(one, Migrate) and self._has_database(one):
                found[id(one)] = self._migrating(one)
            if isinstance(one, Build | Run | Migrate) and one.environment in tried_on:
                self._follow(one, found.get(id(one)))
        return found

    def _has_database(self, migrate: Migrate) -> bool:
        name = migrate.environment
        built = bool(migrate.stages) and name in self._before
        return built or self._observed[name].schema is not None

    def _migrating(self, migrate: Migrate) -> Migrating:
        if not migrate.stages:
            return migrating_of(self._recipe, migrate, self._databases)
        staged = acts.staged(migrate.stages, self._file)
        return stages.tried(staged, self._now(migrate.environment), self._databases)

    def _follow(self, statement: Build | Run | Migrate, migrating: Migrating | None) -> None:
        name = statement.environment
        if isinstance(statement, Build):
            desired, observed = self._desired[id(statement)], self._observed[name]
            if statement.drop_first or observed.built != desired.schema_hash:
                side = sides.Files(name, desired.files)
                self._before[name] = stages.Before(catalog=sides.read(side, self._databases))
        elif isinstance(statement, Run):
            if name in self._before or self._observed[name].schema is not None:
                files = self._files.get(id(statement), ())
                then = stages.groups_of_run(statement, files)
                self._before[name] = self._now(name).and_then(then)
        elif migrating is not None:
            then = stages.groups_of(migrating)
            self._before[name] = self._now(name).and_then(then)

    def _now(self, name: str) -> stages.Before:
        if name not in self._before:
            with self._databases.session(name, read_only=True) as session:
                self._before[name] = stages.Before(catalog=objects.read(session))
        return self._before[name]

    def _file(self, path: Path) -> SqlFile:
        return SqlFile.read(path, project_root=self._recipe.root)


def migrating_of(recipe: Recipe, migrate: Migrate, databases: Databases) -> Migrating:
    """What a `migrate` has to do, tried on a scratch copy."""
    with databases.session(migrate.environment, read_only=True) as session:
        ledger = migration_ledger.rows(session)
        before = state_before(session, ledger)
        catalog = objects.read(session)
    if migrate.schema:
        return _to_schema(recipe, migrate, catalog, databases)
    known = migrations(migrate.sources, project_root=recipe.root)
    moves = course(known, ledger, version=migrate.version, steps=migrate.steps, force=migrate.force)
    return tried(moves, catalog, databases, before=before)


def _to_schema(
    recipe: Recipe, migrate: Migrate, catalog: Catalog, databases: Databases
) -> Migrating:
    files = discover(migrate.schema, project_root=recipe.root, include=["**/*.sql"])
    wanted = sides.read(sides.Files(migrate.environment, files), databases)
    found = diff(catalog, with_owners_of(catalog, wanted), online=not migrate.offline)
    proven = prove(found, catalog, with_owners_of(catalog, wanted), databases)
    return Migrating(moves=(), trials=(as_trials(proven),))


def _files(recipe: Recipe, statement: Seed | Run) -> tuple[SqlFile, ...]:
    """The files of a statement; what the text alone shows to be wrong in them is told now."""
    if isinstance(statement, Seed):
        files = discover(
            statement.sources,
            project_root=recipe.root,
            include=statement.include,
            exclude=statement.exclude,
        )
    else:
        roots = [statement.file] if statement.file else []
        files = discover(roots, project_root=recipe.root, include=["**"])
    parse_scripts(file for file in files if not file.is_csv)
    return files
