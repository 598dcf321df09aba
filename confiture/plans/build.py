"""A database made from DDL files."""

from __future__ import annotations

from collections.abc import Sequence

from confiture.model.recipe import Build
from confiture.plans.scope import Desired, Scope
from confiture.steps.abc import Fact, Hazard, Step
from confiture.steps.baseline import Baseline
from confiture.steps.database import CreateDatabase, FillDatabase
from confiture.steps.files import references
from confiture.steps.node import Where


def plan_build(scope: Scope, build: Build) -> Sequence[Step]:
    """Clone or fill the database; nothing where it stands as the files describe it."""
    name, desired = build.environment, scope.desired[id(build)]
    observed = scope.observed[name]
    present = scope.schemas[name]
    empty = present is not None and not present.tables and observed.built is None
    if present is not None and not empty and not build.drop_first:
        if observed.built == desired.schema_hash:
            scope.notes.append(f"{name} is already built from these files")
            return ()
        scope.complain(
            "database-not-empty",
            f"the database of {name} already holds {len(present.tables)} tables",
            build.span,
            f"to start over and lose its rows: confiture build --env {name} --drop,"
            " or `drop_first = true` in the recipe",
        )
        return ()
    if present is not None and not empty:
        if scope.environment(name).protected:
            scope.complain(
                "protected-target",
                f"environment {name} is protected and its database exists",
                build.span,
                "a protected environment is built only where it is still empty",
            )
            return ()
        scope.hazards.append(
            Hazard("data-loss", name, f"the database of {name} is dropped and made again")
        )
    statement = scope.name(f"build {name}")
    scope.schemas[name] = desired.schema
    scope.fresh.add(name)
    where = Where(statement=statement, environment=name, lane=statement)
    files = references(desired.files)
    cost = sum(len(file.text) for file in desired.files)
    digest = desired.schema_hash
    built = frozenset({Fact("database", statement)})
    step: Step
    if empty and not build.drop_first:
        step = FillDatabase(
            id=statement, schema_hash=digest, files=files, gives=built, cost=cost, **where
        )
    else:
        step = CreateDatabase(
            id=statement,
            database=observed.base.database,
            schema_hash=digest,
            files=files,
            replace=present is not None,
            ready=build.ready,
            gives=built,
            cost=cost,
            **where,
        )
    return [step, *_baseline(statement, where, desired, step)]


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
