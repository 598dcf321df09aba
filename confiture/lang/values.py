"""Literals and names to values, and the type of each."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from lark import Token

from confiture.lang import tree
from confiture.lang.files import string
from confiture.lang.parser import parse
from confiture.lang.scope import Here, Scope, noun, said
from confiture.lang.vocabulary import DURATIONS, PARAMETER_TYPES, SIZES
from confiture.model.declarations import Percent, Reference, Scalar, Size, Value
from confiture.text import Source


class Wrong(enum.Enum):
    """What a value is after a complaint about it, so that nothing complains twice."""

    WRONG = enum.auto()


WRONG: Final = Wrong.WRONG
Checked: TypeAlias = "Value | Literal[Wrong.WRONG]"

MAX_DIGITS = 1000
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_DESCRIBED: Mapping[str, str] = {
    "text": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "`null`",
    "duration": "a duration",
    "size": "a size",
    "percent": "a percentage",
    "date": "a date",
    "list": "a list",
    "secret": "a secret",
    "environment": "an environment",
}


def described(kind: str) -> str:
    """A type in words: `a string`."""
    return _DESCRIBED[kind]


def value(here: Here, node: tree.ValueNode) -> Checked:
    """What a value says: constants are looked up, other names stay references."""
    if isinstance(node, tree.ListValue):
        return _list(here, node)
    if node.type in ("NAME", "DOTTED"):
        return _named(here, node)
    return literal(here, node)


def _list(here: Here, node: tree.ListValue) -> Checked:
    items = []
    for part in node.items:
        item = value(here, part)
        if isinstance(item, tuple):
            here.complain("nested-list", "a list holds no list", part)
        elif not isinstance(item, Wrong):
            items.append(item)
    return tuple(items) if len(items) == len(node.items) else WRONG


def literal(here: Here, token: Token) -> Scalar | Literal[Wrong.WRONG]:
    """What a literal says, or WRONG after a complaint."""
    try:
        return _LITERALS[token.type](token)
    except BadLiteral as error:
        here.complain(error.code, error.message, token, error.hint)
        return WRONG


def duration(here: Here, token: Token | None) -> timedelta | None:
    """That of `within`; None where there is none, or after a complaint."""
    got = literal(here, token) if token is not None else None
    return got if isinstance(got, timedelta) else None


def read_value(text: str) -> Value | Literal[Wrong.WRONG]:
    """What a text outside of a recipe says: a literal, or a list of them."""
    parsed = parse(Source("<value>", f"let x = {text}"))
    item = parsed.items[0] if len(parsed.items) == 1 and not parsed.problems else None
    if not isinstance(item, tree.Let):
        return WRONG
    is_list = isinstance(item.value, tree.ListValue)
    tokens = item.value.items if isinstance(item.value, tree.ListValue) else (item.value,)
    try:
        found = tuple(_LITERALS[token.type](token) for token in tokens if isinstance(token, Token))
    except (BadLiteral, KeyError):
        return WRONG
    if len(found) != len(tokens):
        return WRONG
    return found if is_list else found[0]


class BadLiteral(Exception):
    """A literal of the right form that stands for nothing."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _text(token: str) -> str:
    text = string(token)
    if text is None:
        hint = 'known are `\\"`, `\\n`, `\\t`, and `\\\\` for a backslash'
        raise BadLiteral("bad-escape", "unknown escape in a string", hint)
    return text


def _number(token: str) -> int | Decimal:
    digits = token.replace("_", "")
    if len(digits) > MAX_DIGITS:
        raise BadLiteral("out-of-range", f"a number of {len(digits)} digits")
    return Decimal(digits) if "." in digits else int(digits)


def _duration(token: str) -> timedelta:
    amount, unit = _amount(token)
    milliseconds = amount * DURATIONS[unit if unit in DURATIONS else unit.removesuffix("s")]
    try:
        return timedelta(microseconds=int(milliseconds * 1000))
    except OverflowError:
        raise BadLiteral("out-of-range", "the duration is too long") from None


def _size(token: str) -> Size:
    amount, unit = _amount(token)
    size = int(amount * SIZES[unit])
    if size >= 2**63:
        raise BadLiteral("out-of-range", "the size does not fit 64 bits")
    return Size(size)


def _amount(token: str) -> tuple[Decimal, str]:
    unit = token.lstrip("0123456789._ \t")
    return Decimal(_number(token.removesuffix(unit).rstrip())), unit


def _percent(token: str) -> Percent:
    return Percent(Decimal(_number(token.rstrip("% \t"))))


def _date(token: str) -> date | datetime:
    try:
        return datetime.fromisoformat(token) if "T" in token else date.fromisoformat(token)
    except ValueError as error:
        raise BadLiteral("bad-date", f"no such date: {error}") from error


_LITERALS: Mapping[str, Callable[[str], Scalar]] = {
    "STRING": _text,
    "NUMBER": _number,
    "DURATION": _duration,
    "SIZE": _size,
    "PERCENT": _percent,
    "DATE": _date,
    "CONSTANT": lambda token: _CONSTANTS[token],
}


def _named(here: Here, token: Token) -> Checked:
    found = here.see(token, tree.Let, tree.Param, tree.Secret, tree.Environment)
    if token in here.variables:
        hint = f"it stands where an environment does, and in SQL as :{token}"
        message = f"{said(token)} is a variable of `for each`"
        here.complain("wrong-kind", message, token, hint)
        return WRONG
    if found is None:
        if token and not here.maybe_declared(token):
            close = here.suggest(token, tree.Let, tree.Param, tree.Secret, tree.Environment)
            hint = close or f'a text stands in quotes: "{token}"'
            here.complain("unknown-name", f"no value is named {said(token)}", token, hint)
        return WRONG
    if isinstance(found.node, tree.Let):
        return here.scope.constants.get(found.name, WRONG)
    return Reference(found.name, here.span(token))


def type_of(scope: Scope, value: Value) -> str:
    """The type of a value, or that a referenced thing has."""
    if isinstance(value, Reference):
        node = scope.names["value", value.name].node
        if isinstance(node, tree.Param):
            return node.type if node.type in PARAMETER_TYPES else "text"
        return noun(type(node))
    return literal_type(value)


_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (str, "text"),
    (int, "integer"),
    (Decimal, "number"),
    (timedelta, "duration"),
    (Size, "size"),
    (Percent, "percent"),
    (date, "date"),
    (tuple, "list"),
    (Reference, "environment"),
)


def literal_type(value: Value) -> str:
    """The type of a value that no secret or parameter stands for."""
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "null")


def fits(kind: str, wanted: str) -> bool:
    return kind == wanted or (kind == "integer" and wanted == "number")
