"""What planning needs to know from files and servers, read up front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.ddl.migrations import Migration, migrations
from confiture.ddl.script import parse_scripts
from confiture.model.declarations import Value
from confiture.model.recipe import Build, Migrate, Recipe, Run, Seed, Statement, Sync
from confiture.model.schema import Schema
from confiture.pg.databases import Databases
from confiture.pg.observe import make_template, observe_all, schema_made_by
from confiture.plans.make import flat
from confiture.plans.scope import Desired, Migrating, Observation, Scope
from confiture.steps.baseline import Known


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
    every = tuple(flat(statements))
    syncs = [s for s in every if isinstance(s, Sync)]
    observed = observe_all(databases, used, with_rows={s.target for s in syncs})
    synced = {name for s in syncs for name in (s.source, s.target)}
    desired = {
        id(s): _desired(
            recipe, s, observed[s.environment], databases, synced=s.environment in synced
        )
        for s in every
        if isinstance(s, Build)
    }
    files = {
        id(s): _files(recipe, s)
        for s in every
        if isinstance(s, Seed) or (isinstance(s, Run) and s.file is not None)
    }
    migrating: Mapping[int, Migrating] = {}
    if any(isinstance(s, Migrate) for s in every):
        from confiture.foresight import Foreseen  # noqa: PLC0415 - all kinds of objects, for these

        foreseen = Foreseen(recipe, databases, observed, desired, files)
        migrating = foreseen.migrating(statements)
    return Scope(
        migrating=migrating,
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


def _desired(
    recipe: Recipe, build: Build, observed: Observation, databases: Databases, *, synced: bool
) -> Desired:
    """What a build makes, tried by making the template that the database is cloned from."""
    files = build_files(recipe, build)
    digest = schema_hash(files)
    schema = Schema(tables=(), sequences=())
    if synced:
        schema = schema_made_by(databases, build.environment, digest, files)
    elif build.drop_first or observed.built != digest:
        make_template(databases, build.environment, digest, files)
    folders = recipe.environments[build.environment].paths("migrations")
    known = migrations(folders, project_root=recipe.root)
    return Desired(files=files, schema_hash=digest, schema=schema, migrations=_as_known(known))


def _as_known(found: Iterable[Migration]) -> tuple[Known, ...]:
    return tuple(Known(version=one.version, name=one.name, checksum=one.checksum) for one in found)


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
