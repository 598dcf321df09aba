"""Arguments of a call, against the parameters of what it calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import tree
from confiture.lang.scope import Here, said
from confiture.lang.values import WRONG, Wrong, described, literal_type, value
from confiture.model.declarations import Reference, Scalar
from confiture.model.privacy import MaskParameter

Parameters = Mapping[str, MaskParameter]

_PLAIN = ("text", "integer", "number", "boolean", "date")
_ANY = "a string, a number, a date, `true` or `false`"


def arguments(
    here: Here, call: tree.Call, callee: str, parameters: Parameters
) -> Mapping[str, Scalar] | None:
    """The arguments by name, or None after a complaint; `callee` is what messages call it."""
    found: dict[str, Scalar] = {}
    right = True
    for argument, parameter in _paired(here, call, callee, parameters):
        node = argument.value if isinstance(argument, tree.Named) else argument
        got = (
            _argument(here, node, callee, parameter, parameters[parameter])
            if parameter is not None
            else WRONG
        )
        if isinstance(got, Wrong) or parameter is None:
            right = False
        elif parameter in found:
            here.complain("duplicate-argument", f"{said(parameter)} is given twice", argument)
            right = False
        else:
            found[parameter] = got
    required = [name for name, p in parameters.items() if p.default is None]
    missing = [name for name in required if name not in found]
    if right and missing:
        message = f"{callee} needs {said(missing[0])}"
        hint = f"write `{call.name}({missing[0]} = …)`"
        here.complain("missing-argument", message, call, hint)
        return None
    return found if right else None


def _paired(
    here: Here, call: tree.Call, callee: str, parameters: Parameters
) -> list[tuple[tree.Named | tree.ValueNode, str | None]]:
    """Each argument with its parameter's name, or with None after a complaint."""
    names = list(parameters)
    pairs: list[tuple[tree.Named | tree.ValueNode, str | None]] = []
    for position, argument in enumerate(call.arguments):
        if isinstance(argument, tree.Named):
            name = str(argument.name)
            if name not in parameters:
                message = f"{callee} has no parameter {said(name)}"
                hint = did_you_mean(name, names) or _known_parameters(names)
                here.complain("unknown-argument", message, argument.name, hint)
            pairs.append((argument, name if name in parameters else None))
        elif position < len(names):
            pairs.append((argument, names[position]))
        else:
            message = f"{callee} takes {_count(len(names))}"
            here.complain("unknown-argument", message, argument, _known_parameters(names))
            pairs.append((argument, None))
    return pairs


def _count(number: int) -> str:
    return ("no argument", "1 argument")[number] if number <= 1 else f"{number} arguments"


def _known_parameters(names: Sequence[str]) -> str:
    return "known are " + ", ".join(names) if names else "leave it out"


def _argument(
    here: Here, node: tree.ValueNode, callee: str, name: str, parameter: MaskParameter
) -> Scalar | Literal[Wrong.WRONG]:
    if parameter.kind == "choice":
        return _choice(here, node, name, parameter)
    got = value(here, node)
    if isinstance(got, Wrong):
        return got
    if isinstance(got, Reference | tuple) or not _fits(got, parameter.kind):
        wanted = _ANY if parameter.kind == "any" else described(parameter.kind)
        message = f"parameter {said(name)} of {callee} takes {wanted}"
        here.complain("wrong-type", message, node, "a literal, or a constant of `let`")
        return WRONG
    return got


def _fits(got: Scalar, kind: str) -> bool:
    return literal_type(got) in (_PLAIN if kind == "any" else (kind,))


def _choice(
    here: Here, node: tree.ValueNode, name: str, parameter: MaskParameter
) -> Scalar | Literal[Wrong.WRONG]:
    word = here.span(node).text.strip('"')
    if isinstance(node, Token) and node.type in ("NAME", "STRING") and word in parameter.choices:
        return word
    known = "known are " + ", ".join(parameter.choices)
    hint = did_you_mean(word, parameter.choices) or known
    here.complain("unknown-choice", f"{said(name)} cannot be {said(word)}", node, hint)
    return WRONG
