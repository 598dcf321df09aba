"""Column rules: masks with their parameters, and columns kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import tree
from confiture.lang.calls import arguments
from confiture.lang.scope import Here, Scope, complain_of_cycles, declared, in_order, said
from confiture.lang.values import value
from confiture.model.declarations import ColumnName, ColumnRule, MaskCall, Masking
from confiture.model.recipe import Pattern


def check_maskings(scope: Scope) -> None:
    """Every masking into the scope, what it extends applied."""
    found = declared(scope, tree.Masking)
    parents = {name: parent(here, node) for name, (here, node) in found.items()}
    order, cycles = in_order({name: [p] if p else [] for name, p in parents.items()})
    complain_of_cycles(scope, "extends-cycle", "extends", cycles, tree.Masking)
    for name in order:
        here, node = found[name]
        own = rules(here, node.rules)
        extended = scope.maskings.get(parents[name] or "")
        inherited = extended.rules if extended is not None else ()
        scope.maskings[name] = Masking(
            name=name,
            doc=text(here, node.doc),
            rules=(*_without(inherited, own), *own),
            span=here.span(node),
        )


def parent(here: Here, node: tree.Environment | tree.Masking) -> str | None:
    """The full name of what a declaration extends."""
    found = here.find(node.parent, type(node)) if node.parent is not None else None
    return found.name if found is not None else None


def _without(inherited: Sequence[ColumnRule], own: Sequence[ColumnRule]) -> list[ColumnRule]:
    """The inherited rules for the columns that no own rule names."""
    named = {column.name for rule in own for column in rule.columns}
    kept = []
    for rule in inherited:
        columns = tuple(column for column in rule.columns if column.name not in named)
        if columns:
            kept.append(rule if columns == rule.columns else replace(rule, columns=columns))
    return kept


def text(here: Here, token: Token | None) -> str | None:
    """A string's text; None where there is none, or after a complaint."""
    if token is None:
        return None
    said_text = value(here, token)
    return said_text if isinstance(said_text, str) else None


def identifier(token: Token) -> str:
    """A column's name without its backticks."""
    return token[1:-1] if token.type == "QUOTED" else str(token)


def pattern(here: Here, token: Token) -> Pattern | None:
    """A table pattern, or None after a complaint."""
    parts: list[str] = []
    rest = str(token)
    while rest:
        if rest.startswith("`"):
            part, _, rest = rest[1:].partition("`")
            rest = rest.removeprefix(".")
            if "*" in part:
                message = f"a name with `*` in backticks: {said(part)}"
                here.complain("bad-pattern", message, token, "no pattern can name that table")
                return None
        else:
            part, _, rest = rest.partition(".")
        parts.append(part)
    if not 1 <= len(parts) <= 2:  # noqa: PLR2004 - schema and table
        if parts:
            hint = "a table is `table` or `schema.table`"
            here.complain("bad-pattern", f"{token!s} has {len(parts)} parts", token, hint)
        return None
    return Pattern(parts=tuple(parts), span=here.span(token))


def rules(here: Here, body: Sequence[tree.Rule]) -> tuple[ColumnRule, ...]:
    """The rules that are right; complains of the others, and of a column ruled twice."""
    seen: set[str] = set()
    found = []
    for node in body:
        for column in node.columns:
            if identifier(column) in seen:
                message = f"column {said(identifier(column))} has a rule already"
                here.complain("duplicate-column", message, column)
            seen.add(identifier(column))
        mask: MaskCall | None = None
        if isinstance(node, tree.MaskWith):
            mask = _call(here, node)
            if mask is None:
                continue
        found.append(
            ColumnRule(
                columns=tuple(
                    ColumnName(name=identifier(column), span=here.span(column))
                    for column in node.columns
                ),
                mask=mask,
                reason=text(here, node.reason) if isinstance(node, tree.MaskKeep) else None,
                span=here.span(node),
            )
        )
    return tuple(found)


def _call(here: Here, node: tree.MaskWith) -> MaskCall | None:
    name = node.call.name
    signature = here.scope.masks.get(name)
    if signature is None:
        known = here.scope.masks
        hint = did_you_mean(name, known) or "known are " + ", ".join(sorted(known))
        here.complain("unknown-mask", f"no mask {said(name)}", name, hint)
        return None
    given = arguments(here, node.call, f"mask {said(name)}", signature.parameters)
    if given is None:
        return None
    return MaskCall(
        mask=str(name),
        arguments=given,
        domain=str(node.domain) if node.domain is not None else None,
        span=here.span(node.call),
    )
