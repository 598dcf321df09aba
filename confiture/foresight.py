"""What databases will hold when each `migrate` of a plan begins, and what it will do there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from confiture import sides, stages
from confiture.comparison import alike, proven_difference
from confiture.ddl.files import SqlFile, discover
from confiture.ddl.migrations import migrations
from confiture.model.recipe import Build, Migrate, Recipe, Run, Statement
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.plans import acts
from confiture.plans.diff import with_owners_of
from confiture.plans.former_names import Said, mapping
from confiture.plans.make import flat
from confiture.plans.migrations import course
from confiture.plans.scope import Desired, Migrating, Observation
from confiture.rehearsals import as_trials, state_before, tried
from confiture.steps import migration_ledger


class Foreseen:
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
    if migrate.schema:
        return _to_schema(recipe, migrate, databases)
    with databases.session(migrate.environment, read_only=True) as session:
        ledger = migration_ledger.rows(session)
        before = state_before(session, ledger)
        catalog = objects.read(session)
    known = migrations(migrate.sources, project_root=recipe.root)
    moves = course(known, ledger, version=migrate.version, steps=migrate.steps, force=migrate.force)
    return tried(moves, catalog, databases, before=before)


def _to_schema(recipe: Recipe, migrate: Migrate, databases: Databases) -> Migrating:
    """What files say of former names is taken."""
    name = migrate.environment
    found = discover(migrate.schema, project_root=recipe.root, include=["**/*.sql"])
    live, files = sides.Live(name, databases.access(name)), sides.Files(name, found)
    catalog, wanted = alike(*sides.read_both(live, files, databases), databases)
    meant = mapping(catalog, wanted, Said(told=sides.former(files)))
    wanted = with_owners_of(catalog, wanted, meant.reversed().renames)
    proven = proven_difference(catalog, wanted, meant, databases, online=not migrate.offline)
    return Migrating(moves=(), trials=(as_trials(proven),))
