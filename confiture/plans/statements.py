"""The statements of a recipe that become one step or two: seed, run, verify, require."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from confiture.model.declarations import Percent, Size, Sql, Value
from confiture.model.recipe import Condition, Require, Run, Seed, Verify
from confiture.plans.scope import Scope
from confiture.steps.abc import Step
from confiture.steps.check import CheckServer, CheckSql
from confiture.steps.files import references
from confiture.steps.node import Where
from confiture.steps.run_file import RunFiles
from confiture.steps.run_sql import RunSql
from confiture.steps.seed import LoadSeeds
from confiture.steps.statement import Bound, Statement


def plan_seed(scope: Scope, seed: Seed) -> Sequence[Step]:
    if not _has_database(scope, seed.environment, seed):
        return ()
    statement = scope.name(f"seed {seed.environment}")
    files = scope.files[id(seed)]
    return [
        LoadSeeds(
            id=statement,
            statement=statement,
            environment=seed.environment,
            lane=statement,
            cost=sum(len(file.text) for file in files),
            files=references(files),
        )
    ]


def plan_run(scope: Scope, run: Run) -> Sequence[Step]:
    if not _has_database(scope, run.environment, run):
        return ()
    statement = scope.name(f"run on {run.environment}")
    within = int(run.within / timedelta(milliseconds=1)) if run.within else 0
    where = Where(statement=statement, environment=run.environment, lane=statement)
    if run.sql is None:
        files = references(scope.files[id(run)])
        return [RunFiles(id=statement, files=files, within=within, **where)]
    return [RunSql(id=statement, sql=bound(run.sql), within=within, **where)]


def plan_verify(scope: Scope, verify: Verify) -> Sequence[Step]:
    if not _has_database(scope, verify.environment, verify):
        return ()
    return [_check(scope, verify.environment, verify.sql, verify.message, "verify on")]


def plan_require(scope: Scope, require: Require) -> Sequence[Step]:
    if not _has_database(scope, require.environment, require):
        return ()
    if isinstance(require.test, Sql):
        return [_check(scope, require.environment, require.test, require.message, "require on")]
    return [_check_server(scope, require, require.test)]


def bound(sql: Sql) -> Statement:
    return Statement(
        text=sql.numbered, place=str(sql.span), values=tuple(_plain(v) for v in sql.values)
    )


def _check(scope: Scope, environment: str, sql: Sql, message: str | None, verb: str) -> Step:
    statement = scope.name(f"{verb} {environment}")
    return CheckSql(
        id=statement,
        statement=statement,
        environment=environment,
        lane=statement,
        sql=bound(sql),
        message=message,
    )


def _check_server(scope: Scope, require: Require, test: Condition) -> Step:
    statement = scope.name(f"require on {require.environment}")
    return CheckServer(
        id=statement,
        statement=statement,
        environment=require.environment,
        lane=statement,
        subject=test.subject,
        comparison=test.comparison,
        value=_number(test.value),
        message=require.message,
    )


def _has_database(scope: Scope, environment: str, statement: Seed | Run | Verify | Require) -> bool:
    if scope.schemas[environment] is None:
        scope.complain(
            "no-database",
            f"environment {environment} has no database yet",
            statement.span,
            f"build it first: confiture build --env {environment}",
        )
        return False
    return True


def _plain(value: Value) -> Bound:
    """A value as a bind parameter; PostgreSQL reads texts as the type that the place wants."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Size):
        return value.bytes
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.6f} seconds"
    if isinstance(value, tuple):
        return tuple(str(_plain(element)) for element in value)
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, Percent):
        return str(value.value / 100)
    raise TypeError(f"{value!r} was left unresolved")


def _number(value: Value) -> float:
    if isinstance(value, Size):
        return float(value.bytes)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, int | Decimal):
        return float(value)
    raise TypeError(f"{value!r} is not a number")
