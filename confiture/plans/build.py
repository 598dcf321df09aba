"""A database made from DDL files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from confiture.model.recipe import Build
from confiture.model.schema import Schema
from confiture.plans.scope import Desired, Scope
from confiture.steps.abc import Fact, Hazard, Step
from confiture.steps.baseline import Baseline
from confiture.steps.database import CreateDatabase, FillDatabase
from confiture.steps.files import FileReference, references
from confiture.steps.node import Where


def plan_build(scope: Scope, build: Build) -> Sequence[Step]:
    """Clone or fill the database; nothing where it stands as the files describe it."""
    name, desired = build.environment, scope.desired[id(build)]
    present, built = scope.schemas[name], scope.observed[name].built
    is_empty = present is not None and not present.tables and built is None
    if present is not None and not is_empty and not _may_replace(scope, build, present, built):
        return ()
    statement = scope.name(f"build {name}")
    scope.schemas[name] = desired.schema
    scope.fresh.add(name)
    where = Where(statement=statement, environment=name, lane=statement)
    made = Made(
        schema_hash=desired.schema_hash,
        files=references(desired.files),
        gives=frozenset({Fact("database", statement)}),
        cost=sum(len(file.text) for file in desired.files),
    )
    step: Step
    if is_empty and not build.drop_first:
        step = FillDatabase(id=statement, **made, **where)
    else:
        step = CreateDatabase(
            id=statement,
            database=scope.observed[name].base.database,
            replace=present is not None,
            ready=build.ready,
            **made,
            **where,
        )
    return [step, *_baseline(statement, where, desired, step)]


class Made(TypedDict):
    """What both kinds of steps are told of the files."""

    schema_hash: str
    files: tuple[FileReference, ...]
    gives: frozenset[Fact]
    cost: int


def _may_replace(scope: Scope, build: Build, present: Schema, built: str | None) -> bool:
    """Whether a database with tables is to be made again; a note or a complaint where it is not."""
    name = build.environment
    if not build.drop_first:
        if built == scope.desired[id(build)].schema_hash:
            scope.notes.append(f"{name} is already built from these files")
            return False
        scope.complain(
            "database-not-empty",
            f"the database of {name} already holds {len(present.tables)} tables",
            build.span,
            f"to start over and lose its rows: confiture build --env {name} --drop,"
            " or `drop_first = true` in the recipe",
        )
        return False
    if scope.environment(name).protected:
        scope.complain(
            "protected-target",
            f"environment {name} is protected and its database exists",
            build.span,
            "a protected environment is built only where it is still empty",
        )
        return False
    scope.hazards.append(
        Hazard("data-loss", name, f"the database of {name} is dropped and made again")
    )
    return True


def _baseline(statement: str, where: Where, desired: Desired, built: Step) -> Sequence[Step]:
    """What the files make is what the migrations of the folder lead to."""
    if not desired.migrations:
        return ()
    return [
        Baseline(
            id=f"{statement} migrations",
            migrations=desired.migrations,
            needs=built.gives,
            **where,
        )
    ]
