"""The steps of a recipe, each checked and turned into its statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from confiture.errors import did_you_mean
from confiture.lang import islands, tree
from confiture.lang.conditions import choice, fact
from confiture.lang.maskings import text
from confiture.lang.migrates import migrate
from confiture.lang.scope import Here, article, said
from confiture.lang.settings import read, without_parameters
from confiture.lang.sources import path, sources
from confiture.lang.syncs import sync
from confiture.lang.targets import environment, is_plain
from confiture.lang.values import Wrong, described, duration, type_of, value
from confiture.lang.vocabulary import BUILD, ORDERS, SEED
from confiture.model.declarations import Sql, Value
from confiture.model.recipe import (
    HAZARDS,
    Accept,
    Build,
    Condition,
    ForEach,
    OnlyWhen,
    Parallel,
    Require,
    Run,
    Seed,
    Statement,
    Verify,
)


def statements(here: Here, steps: Iterable[tree.Step]) -> tuple[Statement, ...]:
    """The statements that are right, in order; complains of the others."""
    found = (_CHECKS[type(step)](here, step) for step in steps)
    return tuple(statement for statement in found if statement is not None)


def _build(here: Here, node: tree.Build) -> Build | None:
    target = environment(here, node.environment)
    settings = without_parameters(here, read(here, node.settings or (), BUILD))
    files = sources(here, node, "schema")
    if target is None or files is None:
        return None
    # The order of an environment known only later is left open; `expand` closes it.
    plain = is_plain(here, node.environment)
    order = here.scope.environments[target].settings.get("order", ORDERS[0]) if plain else ""
    chosen: dict[str, Any] = {"order": order, **settings}
    return Build(environment=target, sources=files, span=here.span(node), **chosen)


def _seed(here: Here, node: tree.Seed) -> Seed | None:
    target = environment(here, node.environment)
    settings: dict[str, Any] = without_parameters(here, read(here, node.settings or (), SEED))
    files = sources(here, node, "seeds")
    if target is None or files is None:
        return None
    return Seed(environment=target, sources=files, span=here.span(node), **settings)


def _run(here: Here, node: tree.Run) -> Run | None:
    target, sql = environment(here, node.environment), islands.script(here, node.sql)
    if target is None or sql is None:
        return None
    within = duration(here, node.within)
    return Run(environment=target, sql=sql, file=None, within=within, span=here.span(node))


def _run_file(here: Here, node: tree.RunFile) -> Run | None:
    target, file = environment(here, node.environment), path(here, node.file)
    if target is None or file is None:
        return None
    within = duration(here, node.within)
    return Run(environment=target, sql=None, file=file, within=within, span=here.span(node))


def _verify(here: Here, node: tree.Verify) -> Verify | None:
    target, sql = environment(here, node.environment), islands.query(here, node.sql)
    message = text(here, node.message)
    if target is None or sql is None:
        return None
    return Verify(environment=target, sql=sql, message=message, span=here.span(node))


def _require(here: Here, node: tree.Require) -> Require | None:
    target, message = environment(here, node.environment), text(here, node.message)
    test: Condition | Sql | None
    if isinstance(node.test, tree.Condition):
        test = fact(here, node.test)
    else:
        test = islands.query(here, node.test)
    if target is None or test is None:
        return None
    return Require(environment=target, test=test, message=message, span=here.span(node))


def _accept(here: Here, node: tree.Accept) -> Accept | None:
    targets = [environment(here, name) for name in node.environments]
    for word in node.hazards:
        if word not in HAZARDS:
            hint = did_you_mean(word, HAZARDS) or "known are " + ", ".join(HAZARDS)
            here.complain("unknown-hazard", f"no hazard {said(word)}", word, hint)
    return Accept(
        hazards=tuple(str(word) for word in node.hazards),
        environments=tuple(target for target in targets if target is not None),
        reason=text(here, node.reason),
        span=here.span(node),
    )


def _parallel(here: Here, node: tree.Parallel) -> Parallel:
    inner = _inner(here, node.steps)
    return Parallel(statements=inner, span=here.span(node))


def _only_when(here: Here, node: tree.OnlyWhen) -> OnlyWhen | None:
    condition = choice(here, node.condition) if node.condition.subject else None
    inner = _inner(here, node.steps)
    if condition is None:
        return None
    return OnlyWhen(condition=condition, statements=inner, span=here.span(node))


def _for_each(here: Here, node: tree.ForEach) -> ForEach | None:
    if not node.variable:  # its sentence could not be read
        return None
    taken = here.see(node.variable, tree.Let, tree.Param, tree.Secret, tree.Environment)
    if taken is not None or node.variable in here.variables:
        what = article(taken.noun) if taken is not None else "a variable"
        message = f"{said(node.variable)} names {what} already"
        here.complain("duplicate-name", message, node.variable, "choose another variable")
    values = _values(here, node.values)
    inner = _inner(here.inside(str(node.variable), () if values is None else values), node.steps)
    if values is None:
        return None
    return ForEach(
        variable=str(node.variable), values=values, statements=inner, span=here.span(node)
    )


def _values(here: Here, node: tree.ValueNode) -> Value:
    """The values of a `for each`, or None after a complaint."""
    got = value(here, node)
    if isinstance(got, Wrong):
        return None
    kind = type_of(here.scope, got)
    if kind != "list":
        message = f"`for each` takes a list, not {described(kind)}"
        here.complain("wrong-type", message, node, "write `in [a, b]`")
        return None
    for item in got if isinstance(got, tuple) else ():
        if type_of(here.scope, item) in ("secret", "list"):
            message = f"`for each` cannot run through {described(type_of(here.scope, item))}"
            here.complain("wrong-type", message, node)
            return None
    return got


def _inner(here: Here, steps: Iterable[tree.Step]) -> tuple[Statement, ...]:
    """The steps of a nested block, where no setting may stand."""
    kept = []
    for step in steps:
        if isinstance(step, tree.Setting):
            message = f"setting {said(step.name)} stands in a nested block"
            here.complain("misplaced-setting", message, step, "move it to the recipe itself")
        else:
            kept.append(step)
    return statements(here, kept)


_CHECKS: Mapping[type, Callable[[Here, Any], Statement | None]] = {
    tree.Build: _build,
    tree.Seed: _seed,
    tree.Migrate: migrate,
    tree.Sync: sync,
    tree.Run: _run,
    tree.RunFile: _run_file,
    tree.Verify: _verify,
    tree.Require: _require,
    tree.Accept: _accept,
    tree.Parallel: _parallel,
    tree.OnlyWhen: _only_when,
    tree.ForEach: _for_each,
}
