"""Values in the place of `$1`, for statements that take no parameters of their own.

They become constants of the statement's tree, so that nothing in a value is read as SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MOST_INTEGER = 2**31 - 1


def with_constants(sql: str, values: Sequence[object]) -> str:
    """One statement with its parameters as constants, of no type yet where they are texts; a
    sequence becomes an array."""
    import postgast  # noqa: PLC0415 - 70 ms, for those who need it

    tree = postgast.parse(sql)
    for node in _parameters(tree):
        number = node.param_ref.number
        node.CopyFrom(_constant(values[number - 1]))
    return str(postgast.deparse(tree))


def _parameters(message: Any) -> list[Any]:
    """The nodes of a tree that are parameters."""
    found = []
    pending = [message]
    while pending:
        node = pending.pop()
        if node.DESCRIPTOR.name == "Node" and node.WhichOneof("node") == "param_ref":
            found.append(node)
            continue
        for field, value in node.ListFields():
            if field.message_type is not None:
                pending.extend(value if field.is_repeated else [value])
    return found


def _constant(value: object) -> Any:
    from postgast import pg_query_pb2 as pg  # noqa: PLC0415 - as above

    node = pg.Node()
    if isinstance(value, bool):
        node.a_const.boolval.boolval = value
    elif isinstance(value, int) and abs(value) <= _MOST_INTEGER:
        node.a_const.ival.ival = value
    elif isinstance(value, int):
        node.a_const.fval.fval = str(value)
    elif value is None:
        node.a_const.isnull = True
    elif isinstance(value, str):
        node.a_const.sval.sval = value
    elif isinstance(value, Sequence):
        node.a_const.sval.sval = _array(value)
    else:
        raise TypeError(f"{value!r} is no value of a parameter")
    return node


def _array(values: Sequence[object]) -> str:
    """As the input of PostgreSQL's arrays has it."""
    quoted = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in values)
    return "{" + ",".join(f'"{one}"' for one in quoted) + "}"
