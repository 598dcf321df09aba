"""What happens to each column of a taken table, and whether that can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from confiture import _kernel
from confiture.errors import did_you_mean
from confiture.model.names import QName
from confiture.model.recipe import ColumnRule, MaskCall, Sync
from confiture.model.schema import Column, Schema, Table
from confiture.plan.scope import Scope
from confiture.plan.tables import find
from confiture.steps.copy_table import MaskUse
from confiture.text import Span

# What a mask under a unique key must be, so that distinct values stay distinct.
INJECTIVE = ("bijective", "collision-free")
_PLACEHOLDER_KEY = bytes(32)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A column's rule, and its mask compiled for the column (None for `keep`)."""

    rule: ColumnRule
    use: MaskUse | None
    uniqueness: str | None


Rules = Mapping[QName, Mapping[str, ColumnRule]]


def rules(scope: Scope, sync: Sync, tables: Iterable[Table]) -> Rules:
    """For each root table, the rule of each column that has one; a later rule wins.

    A column that a rule names need not be in every table that the rule is used with, but in
    one of them it must.
    """
    by_root = {table.root: table for table in tables}
    found: dict[QName, dict[str, ColumnRule]] = {root: {} for root in by_root}
    unmatched: dict[Span, tuple[str, list[str]]] = {}
    matched: set[Span] = set()
    for block in sync.masks:
        roots = find(scope, block.table, by_root)
        columns = sorted({c.name for root in roots for c in by_root[root].columns})
        for rule in (*(r for masking in block.using for r in masking.rules), *block.rules):
            for name in rule.columns:
                having = [root for root in roots if by_root[root].column(name.name)]
                found |= {root: {**found[root], name.name: rule} for root in having}
                if having or not roots:
                    matched.add(name.span)
                unmatched[name.span] = (name.name, columns)
    for span in unmatched.keys() - matched:
        name_, columns = unmatched[span]
        scope.complain(
            "unknown-column",
            f"no table that this rule is for has a column {name_!r}",
            span,
            did_you_mean(name_, columns),
        )
    return found


def decide(
    scope: Scope, sync: Sync, table: Table, rules: Mapping[str, ColumnRule]
) -> dict[str, Decided]:
    """The decided columns of a table; complains about each that is undecided or cannot be."""
    decided: dict[str, Decided] = {}
    undecided = []
    for column in table.stored:
        rule = rules.get(column.name)
        if rule is None:
            undecided.append(column.name)
        elif rule.mask is None:
            decided[column.name] = Decided(rule=rule, use=None, uniqueness=None)
        elif compiled := _mask_use(scope, table, column, rule.mask):
            use, uniqueness = compiled
            decided[column.name] = Decided(rule=rule, use=use, uniqueness=uniqueness)
    if undecided and sync.keep_others is None:
        scope.complain(
            "undecided-columns",
            f"nothing decides columns {', '.join(undecided)} of {table.root}",
            sync.span,
            f'add: mask {table.root} {{ {", ".join(undecided)} keep because "…" }}'
            ' (or, for all tables: keep others because "…")',
        )
    return decided


def masks() -> Mapping[str, _kernel.MaskInfo]:
    return {mask.name: mask for mask in _kernel.masks()}


def _mask_use(
    scope: Scope, table: Table, column: Column, call: MaskCall
) -> tuple[MaskUse, str] | None:
    """The mask as the copy will use it with its uniqueness, or None after a complaint."""
    problem = _misfit(column, call)
    if problem is not None:
        message, hint = problem
        scope.complain(
            "mask-does-not-fit", f"{table.root}.{column.name}: {message}", call.span, hint
        )
        return None
    use = MaskUse(
        mask=call.mask,
        arguments=_arguments(call) if call.mask != "constant" else (),
        domain=call.domain or call.mask,
        max_chars=column.max_chars,
        constant=_constant(call) if call.mask == "constant" else None,
    )
    uniqueness = _compiles(scope, table, column, call, use)
    return (use, uniqueness) if uniqueness else None


def _arguments(call: MaskCall) -> tuple[tuple[str, str | int | bool], ...]:
    return tuple((k, v) for k, v in call.arguments.items() if isinstance(v, str | int | bool))


def _constant(call: MaskCall) -> str:
    """The value as SQL text, which the column's type reads."""
    value = call.arguments.get("value")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _misfit(column: Column, call: MaskCall) -> tuple[str, str] | None:
    if call.mask == "null" and column.not_null:
        return "the column is NOT NULL", "use another mask, such as constant(…)"
    if "any" not in masks()[call.mask].types and not column.textual:
        return (
            f"mask {call.mask} takes text, the column is {column.type}",
            "constant(…) and null take any type",
        )
    return None


def _compiles(
    scope: Scope, table: Table, column: Column, call: MaskCall, use: MaskUse
) -> str | None:
    """The mask's uniqueness with these arguments, or None after a complaint."""
    arguments: dict[str, str | int | bool | bytes | None] = dict(use.arguments)
    if use.constant is not None:
        arguments = {"value": use.constant.encode()}
    try:
        mask = _kernel.Mask(
            use.mask, arguments, key=_PLACEHOLDER_KEY, release="", domain="", max_chars=None
        )
    except _kernel.MaskError as error:
        scope.complain("bad-mask-argument", str(error), call.span)
        return None
    if use.max_chars is not None and mask.min_chars > use.max_chars:
        scope.complain(
            "mask-does-not-fit",
            f"{table.root}.{column.name} is {column.type}, mask {call.mask} needs"
            f" {mask.min_chars} characters",
            call.span,
            "shorten it by its parameters, or use another mask",
        )
        return None
    return mask.uniqueness


def check_unique(scope: Scope, table: Table, decided: Mapping[str, Decided]) -> None:
    """Complain about masks under a unique key that may give two values one."""
    for index in table.indexes:
        if not index.unique or index.parent is not None:
            continue
        for column in index.columns:
            rule = decided.get(column)
            if rule is None or rule.use is None or rule.use.mask == "null":
                continue
            if rule.uniqueness not in INJECTIVE:
                scope.complain(
                    "mask-not-unique",
                    f"{table.root}.{column} is under the unique index {index.name}, and mask"
                    f" {rule.use.mask} is {rule.uniqueness}",
                    rule.rule.span,
                    f"use one of: {', '.join(_injective())}",
                )


def _injective() -> list[str]:
    return [name for name, mask in masks().items() if mask.uniqueness in INJECTIVE]


def check_foreign_keys(
    scope: Scope,
    schema: Schema,
    decided: Mapping[QName, Mapping[str, Decided]],
    sync: Sync,
) -> None:
    """Complain where the two ends of a foreign key would no longer agree."""
    for own, key, other in _pairs(schema, decided):
        ours, theirs = decided[own[0]].get(own[1]), decided[other[0]].get(other[1])
        emptied = ours is not None and ours.use is not None and ours.use.mask == "null"
        if not emptied and _signature(ours) != _signature(theirs):
            masked = ours if ours is not None and ours.use is not None else theirs
            scope.complain(
                "foreign-key-torn",
                f"foreign key {key} joins {own[0]}.{own[1]} to {other[0]}.{other[1]},"
                " which are masked differently",
                masked.rule.span if masked is not None else sync.span,
                "give both columns the same mask, arguments and domain",
            )


def _pairs(
    schema: Schema, decided: Mapping[QName, Mapping[str, Decided]]
) -> Iterator[tuple[tuple[QName, str], str, tuple[QName, str]]]:
    for table in schema.tables:
        for key in table.foreign_keys:
            target = schema.by_name.get(key.target)
            if target is None or table.root not in decided or target.root not in decided:
                continue
            for column, referenced in zip(key.columns, key.target_columns, strict=True):
                yield (table.root, column), key.name, (target.root, referenced)


def _signature(decided: Decided | None) -> tuple[object, ...] | None:
    if decided is None or decided.use is None:
        return None
    use = decided.use
    return (use.mask, use.arguments, use.domain, use.constant)
