"""A recipe's statements once its parameters have values: no names left to look up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from confiture.errors import Diagnostic, RecipeError, did_you_mean
from confiture.lang.conditions import holds
from confiture.lang.values import Wrong, described, fits, literal_type, read_value
from confiture.lang.vocabulary import ORDERS
from confiture.model.declarations import (
    Environment,
    Parameter,
    Percent,
    Reference,
    Size,
    Sql,
    Value,
)
from confiture.model.recipe import (
    Accept,
    Action,
    Block,
    Build,
    Condition,
    ForEach,
    Migrate,
    OnlyWhen,
    Parallel,
    Recipe,
    Require,
    Run,
    Seed,
    Stage,
    Statement,
    Sync,
    Undo,
    Verify,
)
from confiture.text import Span

MAX_STATEMENTS = 100_000
P = TypeVar("P", bound="Action | Undo")


def resolve_parameters(recipe: Recipe, given: Mapping[str, str]) -> Mapping[str, Value]:
    """The value of each parameter, from `--set name=text` or its default.

    Raises RecipeError with every unknown name, missing value and wrong type.
    """
    problems = [_unknown(name, recipe) for name in given if name not in recipe.parameters]
    values: dict[str, Value] = {}
    for name, parameter in recipe.parameters.items():
        try:
            values[name] = _resolve(recipe, parameter, given.get(name))
        except RecipeError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise RecipeError(*problems)
    return values


def _unknown(name: str, recipe: Recipe) -> Diagnostic:
    known = ", ".join(sorted(recipe.parameters))
    hint = did_you_mean(name, recipe.parameters) or (f"known are {known}" if known else None)
    return Diagnostic("unknown-parameter", f"no parameter {name!r}", hint=hint)


def _resolve(recipe: Recipe, parameter: Parameter, text: str | None) -> Value:
    if text is None and parameter.required:
        message = f"parameter {parameter.name!r} has no value"
        hint = f"say --set {parameter.name}=…"
        raise RecipeError(Diagnostic("missing-parameter", message, parameter.span, hint))
    if text is None:
        return parameter.default
    if parameter.type == "text":
        return text
    if parameter.type == "environment":
        return _environment(recipe, parameter, text)
    if parameter.type == "list" and not text.lstrip().startswith("["):
        return tuple(part.strip() for part in text.split(","))
    value = read_value(text)
    if isinstance(value, Wrong) or not fits(literal_type(value), parameter.type):
        message = f"parameter {parameter.name!r} takes {described(parameter.type)}, not {text!r}"
        raise RecipeError(Diagnostic("wrong-type", message, parameter.span))
    return value


def _environment(recipe: Recipe, parameter: Parameter, text: str) -> Value:
    if text not in recipe.environments:
        message = f"parameter {parameter.name!r} takes an environment, not {text!r}"
        hint = did_you_mean(text, recipe.environments)
        raise RecipeError(Diagnostic("unknown-environment", message, parameter.span, hint))
    return Reference(text, parameter.span)


def resolve_environments(recipe: Recipe, values: Mapping[str, Value]) -> Mapping[str, Environment]:
    """The environments with parameters' values in their settings; secrets stay references."""

    def resolved(value: Value) -> Value:
        return (
            values[value.name] if isinstance(value, Reference) and value.name in values else value
        )

    return {
        name: replace(one, settings={key: resolved(v) for key, v in one.settings.items()})
        for name, one in recipe.environments.items()
    }


def expand(recipe: Recipe, block: Block, values: Mapping[str, Value]) -> tuple[Statement, ...]:
    """A block's statements with `for each` unrolled, `only when` decided, and SQL values bound.

    `values` come from `resolve_parameters`. Sizes are bound as bytes, percentages as numbers,
    environments as their names. Raises RecipeError with what only the values show to be wrong.
    """
    context = _Context(recipe=recipe, values={**_constants(recipe), **values})
    statements = tuple(_expanded(context, block.statements))
    if context.problems:
        raise RecipeError(*context.problems)
    return statements


def _constants(recipe: Recipe) -> dict[str, Value]:
    return {name: constant.value for name, constant in recipe.constants.items()}


@dataclass(frozen=True, kw_only=True)
class _Context:
    """What names mean at one point of the expansion."""

    recipe: Recipe
    values: Mapping[str, Value]
    problems: list[Diagnostic] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    def value(self, value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(self.value(item) for item in value)
        if isinstance(value, Reference):
            return self.values.get(value.name, value)
        return value

    def environment(self, name: str) -> str:
        value = self.values.get(name)
        return value.name if isinstance(value, Reference) else name

    def complain(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self.problems.append(Diagnostic(code, message, span, hint))

    def count(self, span: Span) -> None:
        """Stops what `for each` inside of `for each` multiplies."""
        self.made["statements"] += 1
        if self.made["statements"] > MAX_STATEMENTS:
            message = f"the recipe has more than {MAX_STATEMENTS:_} steps"
            raise RecipeError(Diagnostic("too-large", message, span))


def _expanded(context: _Context, statements: Sequence[Statement]) -> Iterator[Statement]:
    for statement in statements:
        context.count(statement.span)
        if isinstance(statement, ForEach):
            items = context.value(statement.values)
            for item in items if isinstance(items, tuple) else ():
                context.count(statement.span)
                values = {**context.values, statement.variable: item}
                yield from _expanded(replace(context, values=values), statement.statements)
        elif isinstance(statement, OnlyWhen):
            if _applies(context, statement.condition):
                yield from _expanded(context, statement.statements)
        elif isinstance(statement, Parallel):
            inner = tuple(_expanded(context, statement.statements))
            if inner:
                yield replace(statement, statements=inner)
        else:
            yield _RESOLVE[type(statement)](context, statement)


def _applies(context: _Context, condition: Condition) -> bool:
    left = context.values[condition.subject]
    return holds(left, condition.comparison, context.value(condition.value))


def _build(context: _Context, statement: Build) -> Build:
    name = context.environment(statement.environment)
    settings = context.recipe.environments[name].settings
    sources = statement.sources or _sources(context, statement, name, "schema")
    order = statement.order or str(settings.get("order", ORDERS[0]))
    return replace(statement, environment=name, sources=sources, order=order)


def _seed(context: _Context, statement: Seed) -> Seed:
    name = context.environment(statement.environment)
    sources = statement.sources or _sources(context, statement, name, "seeds")
    return replace(statement, environment=name, sources=sources)


def _migrate(context: _Context, statement: Migrate) -> Migrate:
    name = context.environment(statement.environment)
    if statement.stages:
        stages = tuple(_stage(context, stage) for stage in statement.stages)
        return replace(statement, environment=name, stages=stages)
    if statement.schema:
        return replace(statement, environment=name)
    sources = statement.sources or _sources(context, statement, name, "migrations")
    return replace(statement, environment=name, sources=sources)


def _stage(context: _Context, stage: Stage) -> Stage:
    actions = tuple(_with_values(context, action) for action in stage.actions)
    undo = _with_values(context, stage.undo) if stage.undo is not None else None
    return replace(stage, actions=actions, undo=undo)


def _with_values(context: _Context, part: P) -> P:
    return part if part.sql is None else replace(part, sql=_bound(context, part.sql))


def _sources(
    context: _Context, statement: Build | Seed | Migrate, name: str, setting: str
) -> tuple[Path, ...]:
    paths = context.recipe.environments[name].settings.get(setting)
    if isinstance(paths, tuple):
        return tuple(Path(str(path)) for path in paths)
    message = f"environment {name!r} has no `{setting}`, and the step no `from`"
    hint = f'add to environment {name}: {setting} = "db/{setting}"'
    context.complain("missing-source", message, statement.span, hint)
    return ()


def _sync(context: _Context, statement: Sync) -> Sync:
    source, target = map(context.environment, (statement.source, statement.target))
    if source == target:
        message = f"{source!r} cannot be copied into itself"
        context.complain("same-environment", message, statement.span)
    return replace(statement, source=source, target=target)


def _run(context: _Context, statement: Run) -> Run:
    sql = _bound(context, statement.sql) if statement.sql is not None else None
    name = context.environment(statement.environment)
    return replace(statement, environment=name, sql=sql)


def _verify(context: _Context, statement: Verify) -> Verify:
    name = context.environment(statement.environment)
    return replace(statement, environment=name, sql=_bound(context, statement.sql))


def _require(context: _Context, statement: Require) -> Require:
    test = statement.test
    if isinstance(test, Sql):
        test = _bound(context, test)
    else:
        test = replace(test, value=context.value(test.value))
    name = context.environment(statement.environment)
    return replace(statement, environment=name, test=test)


def _accept(context: _Context, statement: Accept) -> Accept:
    names = map(context.environment, statement.environments)
    return replace(statement, environments=tuple(dict.fromkeys(names)))


def _bound(context: _Context, sql: Sql) -> Sql:
    values = (_bindable(context.value(context.values[name])) for name in sql.names)
    return replace(sql, values=tuple(values))


def _bindable(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_bindable(item) for item in value)
    if isinstance(value, Size):
        return value.bytes
    if isinstance(value, Percent):
        return value.value
    if isinstance(value, Reference):
        return value.name
    return value


_RESOLVE: Mapping[type, Callable[[_Context, Any], Statement]] = {
    Build: _build,
    Seed: _seed,
    Migrate: _migrate,
    Sync: _sync,
    Run: _run,
    Verify: _verify,
    Require: _require,
    Accept: _accept,
}
