"""`subject CMP value`: that both sides can be compared."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import tree
from confiture.lang.scope import Here, said
from confiture.lang.values import WRONG, Wrong, described, fits, type_of, value
from confiture.lang.vocabulary import SUBJECTS
from confiture.model.declarations import Percent, Reference, Size, Value
from confiture.model.recipe import Condition

_ORDERED = ("integer", "number", "duration", "size", "percent", "date")


def fact(here: Here, node: tree.Condition) -> Condition | None:
    """A condition on a fact of the server, or None after a complaint."""
    if node.subject not in SUBJECTS:
        hint = did_you_mean(node.subject, SUBJECTS) or "known are " + ", ".join(SUBJECTS)
        here.complain("unknown-fact", f"no fact {said(node.subject)}", node.subject, hint)
        return None
    return _compared(here, node, str(node.subject), SUBJECTS[node.subject])


def choice(here: Here, node: tree.Condition) -> Condition | None:
    """A condition on a parameter or constant, or None after a complaint."""
    if node.subject in here.variables:
        message = f"{said(node.subject)} is a variable of `for each`"
        here.complain("wrong-kind", message, node.subject, "`only when` takes a parameter")
        return None
    found = here.find(node.subject, tree.Param, tree.Let)
    subject = value(here, node.subject) if found is not None else WRONG
    if found is None or isinstance(subject, Wrong):
        return None
    return _compared(here, node, found.name, type_of(here.scope, subject))


def _compared(here: Here, node: tree.Condition, subject: str, kind: str) -> Condition | None:
    got = value(here, node.value)
    if isinstance(got, Wrong):
        return None
    other = type_of(here.scope, got)
    if other == "secret":
        message = "a secret is never compared"
        here.complain("secret-here", message, node.value, "compare a parameter")
        return None
    if not (fits(other, kind) or fits(kind, other)):
        message = f"{said(subject)} is {described(kind)}, which {described(other)} cannot match"
        here.complain("wrong-type", message, node.value)
        return None
    if kind == "list" or (node.comparison not in ("==", "!=") and kind not in _ORDERED):
        _unordered(here, node.comparison, kind)
        return None
    return Condition(
        subject=subject, comparison=str(node.comparison), value=got, span=here.span(node)
    )


def _unordered(here: Here, comparison: Token, kind: str) -> None:
    message = f"`{comparison}` does not compare {described(kind)} with another"
    hint = None if kind == "list" else "use `==` or `!=`"
    here.complain("wrong-comparison", message, comparison, hint)


def holds(left: Value, comparison: str, right: Value) -> bool:
    """Whether a comparison is true of two resolved values of one type."""
    return _COMPARE[comparison](_comparable(left), _comparable(right))


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparable(value: Value) -> Any:
    """The value as Python compares it; a date is its first moment, a moment without zone UTC."""
    if isinstance(value, Size):
        return value.bytes
    if isinstance(value, Percent):
        return value.value
    if isinstance(value, Reference):
        return value.name
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return value
