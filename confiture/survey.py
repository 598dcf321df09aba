"""What planning needs to know from files and servers, read up front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.ddl.script import parse_scripts
from confiture.model.recipe import Build, Recipe, Run, Seed, Statement, Sync, Value
from confiture.pg.databases import Databases
from confiture.pg.observe import observe_all, schema_made_by
from confiture.plans.make import flat
from confiture.plans.scope import Desired, Scope


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
    return Scope(
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
    return Desired(files=files, schema_hash=digest, schema=schema)


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
