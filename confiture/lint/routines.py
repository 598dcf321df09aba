"""What the definition of a routine says that its catalog entry has no field for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import postgast

from confiture.ddl.objects.routine import Routine


@dataclass(frozen=True)
class Options:
    """`search_path` is None where the routine does not set it."""

    definer: bool
    search_path: tuple[str, ...] | None


def options(routine: Routine) -> Options:
    """Read from the statement that PostgreSQL prints for a routine."""
    try:
        tree = postgast.parse(routine.definition).stmts[0].stmt.create_function_stmt
    except postgast.PgQueryError:
        return Options(definer=False, search_path=None)
    definer, path = False, None
    for node in tree.options:
        option = node.def_elem
        if option.defname == "security":
            definer = bool(option.arg.boolean.boolval)
        elif option.defname == "set" and option.arg.variable_set_stmt.name == "search_path":
            path = tuple(_text(arg) for arg in option.arg.variable_set_stmt.args)
    return Options(definer, path)


def said(routine: Routine) -> str:
    """`function app.f(integer)`."""
    word = "procedure" if routine.prokind == "p" else "function"
    return f"{word} {'.'.join(routine.path[:2])}({routine.path[2]})"


def _text(node: Any) -> str:
    return str(node.a_const.sval.sval)
