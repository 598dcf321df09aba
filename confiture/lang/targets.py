"""The environments that a step may mean: one, or those that a variable runs through."""

from __future__ import annotations

from lark import Token

from confiture.lang import tree
from confiture.lang.scope import Here, said
from confiture.lang.values import type_of
from confiture.model.declarations import Environment, Reference


def environment(here: Here, token: Token) -> str | None:
    """The full name of an environment, variable or parameter; None after a complaint."""
    if token in here.variables:
        return _variable(here, token)
    parameter = here.see(token, tree.Param)
    if (
        parameter is not None
        and type_of(here.scope, Reference(parameter.name, here.span(token))) == "environment"
    ):
        return parameter.name
    found = here.find(token, tree.Environment)
    return found.name if found is not None else None


def _variable(here: Here, token: Token) -> str | None:
    values = here.variables[token]
    items = values if isinstance(values, tuple) else (values,)
    known = here.scope.environments
    if all(isinstance(item, Reference) and item.name in known for item in items):
        return str(token)
    message = f"{said(token)} does not run through environments"
    hint = f"write `for each {token} in [NAME, …]` with names of environments"
    here.complain("wrong-kind", message, token, hint)
    return None


def possible(here: Here, token: Token) -> list[Environment]:
    """Every environment that the token may mean, as far as the text alone can tell."""
    known = here.scope.environments
    values = here.variables.get(token, ())
    items = values if isinstance(values, tuple) else ()
    names = [item.name for item in items if isinstance(item, Reference)]
    found = here.see(token, tree.Environment)
    if found is not None:
        names.append(found.name)
    return [known[name] for name in names if name in known]


def is_plain(here: Here, token: Token) -> bool:
    """Whether the token is an environment's own name."""
    return token not in here.variables and here.see(token, tree.Environment) is not None
