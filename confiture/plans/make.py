"""A plan from the statements of a recipe: each becomes steps, and their order becomes facts."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from confiture.errors import Diagnostic, RecipeError
from confiture.model.recipe import (
    Accept,
    Build,
    Migrate,
    Parallel,
    Require,
    Run,
    Seed,
    Statement,
    Sync,
    Verify,
)
from confiture.plans.scope import Scope, statement_fact
from confiture.steps.abc import Step

PLANNERS: Mapping[type, str] = {
    Build: "build.plan_build",
    Seed: "statements.plan_seed",
    Migrate: "migrate.plan_migrate",
    Sync: "sync.plan_sync",
    Run: "statements.plan_run",
    Verify: "statements.plan_verify",
    Require: "statements.plan_require",
}
"""What makes steps of a statement; its module is imported where a recipe has one."""

EVERYTHING = "*"


@dataclass(frozen=True)
class _Placed:
    """A statement with the branch of each `parallel` that it stands in, outermost first."""

    statement: Statement
    branches: tuple[tuple[int, int], ...]

    def ordered_with(self, other: _Placed) -> bool:
        """False when a `parallel` puts the two in different branches."""
        for mine, theirs in zip(self.branches, other.branches, strict=False):
            if mine != theirs:
                return mine[0] != theirs[0]
        return True


def make_steps(scope: Scope, statements: Iterable[Statement]) -> None:
    """Fill the scope with the steps of the statements. Raises RecipeError with all complaints."""
    planned: list[tuple[_Placed, str]] = []
    for placed in _flat(tuple(statements), ()):
        if isinstance(placed.statement, Accept):
            scope.accepted |= set(_accepted(placed.statement))
            continue
        steps = tuple(_planner(placed.statement)(scope, placed.statement))
        if not steps:
            continue
        before = {
            statement_fact(name) for earlier, name in planned if _must_follow(placed, earlier)
        }
        scope.steps.extend(_fenced(steps, frozenset(before)))
        planned.append((placed, steps[0].statement))
    if scope.diagnostics:
        unique = {(_place(one), one.message): one for one in scope.diagnostics}
        raise RecipeError(*(unique[key] for key in sorted(unique, key=lambda key: key[0])))


def _planner(statement: Statement) -> Callable[[Scope, Any], Iterable[Step]]:
    staged = isinstance(statement, Migrate) and statement.stages
    module, name = ("stages.plan_stages" if staged else PLANNERS[type(statement)]).split(".")
    planner: Callable[[Scope, Any], Iterable[Step]]
    planner = getattr(importlib.import_module(f"confiture.plans.{module}"), name)
    return planner


def _place(diagnostic: Diagnostic) -> tuple[str, int]:
    span = diagnostic.span
    return (span.source.name, span.start) if span is not None else ("", 0)


def environments(statements: Iterable[Statement]) -> frozenset[str]:
    """All environments that the statements read or write."""
    touched: set[str] = set()
    for placed in _flat(tuple(statements), ()):
        reads, writes = footprint(placed.statement)
        touched |= reads | writes
    return frozenset(touched - {EVERYTHING})


def flat(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements without the `parallel` blocks around them."""
    return (placed.statement for placed in _flat(tuple(statements), ()))


def footprint(statement: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """The environments that a statement reads, and those that it writes."""
    match statement:
        case Sync():
            return frozenset({statement.source}), frozenset({statement.target})
        case Build() | Seed() | Run() | Migrate():
            return frozenset(), frozenset({statement.environment})
        case Verify():
            return frozenset({statement.environment}), frozenset()
        case Require():  # nothing may start before it holds
            return frozenset({statement.environment}), frozenset({EVERYTHING})
        case _:
            return frozenset(), frozenset()


def _must_follow(later: _Placed, earlier: _Placed) -> bool:
    """Textual order counts where one writes what the other touches."""
    if not later.ordered_with(earlier):
        return False
    reads, writes = footprint(later.statement)
    earlier_reads, earlier_writes = footprint(earlier.statement)
    if EVERYTHING in earlier_writes or EVERYTHING in writes:
        return True
    return bool(writes & (earlier_reads | earlier_writes) or reads & earlier_writes)


def _fenced(steps: tuple[Step, ...], before: frozenset[Any]) -> Iterator[Step]:
    """The steps, the first of them after `before`, all of them giving the statement's end."""
    given = frozenset().union(*(step.gives for step in steps))
    end = statement_fact(steps[0].statement)
    for step in steps:
        needs = step.needs if step.needs & given else step.needs | before
        yield replace(step, needs=needs, gives=step.gives | {end})


def _flat(
    statements: tuple[Statement, ...], branches: tuple[tuple[int, int], ...]
) -> Iterator[_Placed]:
    for statement in statements:
        if isinstance(statement, Parallel):
            for number, child in enumerate(statement.statements):
                yield from _flat((child,), (*branches, (id(statement), number)))
        else:
            yield _Placed(statement, branches)


def _accepted(accept: Accept) -> Iterator[str]:
    for hazard in accept.hazards:
        if not accept.environments:
            yield hazard
        for environment in accept.environments:
            yield f"{hazard} on {environment}"
