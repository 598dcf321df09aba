"""Whether a mask fits a column, and the mask as the copy will use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from confiture import _kernel
from confiture.model.declarations import MaskCall
from confiture.model.names import spelled
from confiture.model.schema import Column, Table
from confiture.plans.scope import Scope
from confiture.steps.copy_table import MaskUse

# What a mask under a unique key must be, so that distinct values stay distinct.
INJECTIVE = ("bijective", "collision-free")
_PLACEHOLDER_KEY = bytes(32)


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A mask on a column. `shared` says that the recipe names its domain."""

    use: MaskUse
    uniqueness: str
    shared: bool


@cache
def masks() -> Mapping[str, _kernel.MaskInfo]:
    return {mask.name: mask for mask in _kernel.masks()}


def injective() -> list[str]:
    return [name for name, mask in masks().items() if mask.uniqueness in INJECTIVE]


def fit(scope: Scope, table: Table, column: Column, call: MaskCall) -> Fitted | None:
    """The mask as the copy will use it, or None after a complaint."""
    problem = _misfit(column, call)
    if problem is not None:
        message, hint = problem
        name = f"{table.root}.{spelled(column.name)}"
        scope.complain("mask-does-not-fit", f"{name}: {message}", call.span, hint)
        return None
    use = MaskUse(
        mask=call.mask,
        arguments=_arguments(call) if call.mask != "constant" else (),
        domain=call.domain or call.mask,
        max_chars=column.max_chars,
        constant=_constant(call) if call.mask == "constant" else None,
    )
    uniqueness = _compiles(scope, table, column, call, use)
    if uniqueness is None:
        return None
    return Fitted(use=use, uniqueness=uniqueness, shared=call.domain is not None)


def _arguments(call: MaskCall) -> tuple[tuple[str, str | int | bool], ...]:
    return tuple((k, v) for k, v in call.arguments.items() if isinstance(v, str | int | bool))


def _constant(call: MaskCall) -> str:
    """The value as SQL text, which the column's type reads."""
    value = call.arguments.get("value")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _misfit(column: Column, call: MaskCall) -> tuple[str, str] | None:
    if call.mask == "null" and column.not_null:
        return "the column is NOT NULL", "use another mask, such as constant(…)"
    if call.mask == "constant" and column.max_chars is not None:
        # PostgreSQL would cut the text to the column's length without a word.
        length = len(_constant(call))
        if length > column.max_chars:
            return (
                f"the constant has {length} characters, the column is {column.type}",
                "shorten it",
            )
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
        name = f"{table.root}.{spelled(column.name)}"
        scope.complain("bad-mask-argument", f"{name}: {error}", call.span)
        return None
    if use.max_chars is not None and mask.min_chars > use.max_chars:
        scope.complain(
            "mask-does-not-fit",
            f"{table.root}.{spelled(column.name)} is {column.type}, mask {call.mask} needs"
            f" {mask.min_chars} characters",
            call.span,
            "shorten it by its parameters, or use another mask",
        )
        return None
    return mask.uniqueness
