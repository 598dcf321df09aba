"""Constants, parameters and secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import tree
from confiture.lang.calls import arguments
from confiture.lang.maskings import text
from confiture.lang.scope import Here, Scope, complain_of_cycles, declared, in_order, said
from confiture.lang.settings import resolve
from confiture.lang.values import Wrong, described, fits, type_of, value
from confiture.lang.vocabulary import PARAMETER_TYPES, SECRETS
from confiture.model.declarations import Constant, Parameter, Reference, Secret, Value


def check_constants(scope: Scope) -> dict[str, Constant]:
    """Every constant into the scope; a constant may be made of others, in any order."""
    found = declared(scope, tree.Let)
    uses = {
        name: [one.name for word in _names(node.value) if (one := here.see(word, tree.Let))]
        for name, (here, node) in found.items()
    }
    order, cycles = in_order(uses)
    complain_of_cycles(scope, "constant-cycle", "is made of", cycles, tree.Let)
    constants = {}
    for name in order:
        here, node = found[name]
        got = value(here, node.value)
        if isinstance(got, Wrong) or _is_changeable(here, node):
            continue
        scope.constants[name] = got
        constants[name] = Constant(name=name, value=got, span=here.span(node))
    return constants


def _names(node: tree.ValueNode) -> Iterator[Token]:
    for item in node.items if isinstance(node, tree.ListValue) else (node,):
        if isinstance(item, tree.ListValue):
            yield from _names(item)
        elif item.type in ("NAME", "DOTTED"):
            yield item


def _is_changeable(here: Here, node: tree.Let) -> bool:
    """Complain of a secret or a parameter in a constant."""
    for name in _names(node.value):
        found = here.see(name, tree.Secret, tree.Param)
        if found is None:
            continue
        if isinstance(found.node, tree.Secret):
            message = f"constant {said(node.name)} holds secret {said(name)}"
            hint = "secrets stand in `password`, `url` and `key`"
            here.complain("secret-here", message, name, hint)
        else:
            message = f"constant {said(node.name)} depends on parameter {said(name)}"
            here.complain("parameter-here", message, name, "write its value")
        return True
    return False


def check_parameters(scope: Scope) -> dict[str, Parameter]:
    found = {}
    for name, (here, node) in declared(scope, tree.Param).items():
        if node.type not in PARAMETER_TYPES:
            hint = did_you_mean(node.type, PARAMETER_TYPES) or "known are " + ", ".join(
                PARAMETER_TYPES
            )
            here.complain("unknown-type", f"no type {said(node.type)}", node.type, hint)
            continue
        found[name] = Parameter(
            name=name,
            type=str(node.type),
            default=_default(here, node),
            required=node.default is None,
            doc=text(here, node.doc),
            span=here.span(node),
        )
    return found


def _default(here: Here, node: tree.Param) -> Value:
    got = value(here, node.default) if node.default is not None else None
    if isinstance(got, Wrong) or node.default is None:
        return None
    kind = type_of(here.scope, got)
    refers = isinstance(got, Reference) and kind != "environment"
    if refers or not fits(kind, node.type):
        message = f"parameter {said(node.name)} is {described(node.type)}, not {described(kind)}"
        if refers:
            message = f"the default of {said(node.name)} is no literal or constant"
        here.complain("wrong-type", message, node.default)
        return None
    return got


def check_secrets(scope: Scope) -> dict[str, Secret]:
    found = {}
    for name, (here, node) in declared(scope, tree.Secret).items():
        kind = node.call.name
        if kind not in SECRETS:
            hint = did_you_mean(kind, SECRETS) or "known are " + ", ".join(SECRETS)
            here.complain("unknown-source", f"no source of secrets {said(kind)}", kind, hint)
            continue
        given = arguments(here, node.call, f"{kind}()", SECRETS[kind])
        if given is None or not (usable := _usable(here, node, given)):
            continue
        found[name] = Secret(name=name, kind=str(kind), arguments=usable, span=here.span(node))
    return found


def _usable(
    here: Here, node: tree.Secret, given: Mapping[str, object]
) -> Mapping[str, str | bool] | None:
    """The arguments, a file's path from the project's root; None after a complaint."""
    plain = {name: item for name, item in given.items() if isinstance(item, str | bool)}
    empty = next((name for name, item in plain.items() if item == ""), None)
    if empty is not None:
        here.complain("empty-text", f"{said(empty)} is empty", node.call)
        return None
    if node.call.name != "file":
        return plain
    path = resolve(here, str(plain["path"]), node.call)
    if path is None:
        return None
    return {**plain, "path": path.relative_to(here.scope.root).as_posix()}
