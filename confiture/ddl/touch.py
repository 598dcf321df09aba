"""What a statement does to rows and objects, as far as its words tell."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any


class Touch(Enum):
    LOSES = auto()
    """It takes rows, or what holds them, away."""
    FILLS = auto()
    """It may make rows."""
    CHANGES = auto()
    """It changes rows that are there."""
    ADDS = auto()
    """It makes something new."""
    OTHER = auto()


_KINDS = {
    "truncate_stmt": Touch.LOSES,
    "delete_stmt": Touch.LOSES,
    "insert_stmt": Touch.FILLS,
    "merge_stmt": Touch.FILLS,
    "do_stmt": Touch.FILLS,
    "call_stmt": Touch.FILLS,
    "update_stmt": Touch.CHANGES,
    "index_stmt": Touch.ADDS,
    "view_stmt": Touch.ADDS,
}


def touch(sql: str) -> Touch:
    """Of one statement; OTHER where it cannot be parsed."""
    import postgast  # noqa: PLC0415 - 70 ms, for those who need it

    try:
        parsed = postgast.parse(sql).stmts
    except postgast.PgQueryError:
        return Touch.OTHER
    if not parsed:
        return Touch.OTHER
    whole = parsed[0].stmt
    return min((_of(whole), *map(_of, _queries(whole))), key=list(Touch).index)


def _of(statement: Any) -> Touch:
    name = statement.WhichOneof("node")
    if name.startswith("create_") or (name == "alter_table_stmt" and _only_adds(statement)):
        return Touch.ADDS
    if name == "merge_stmt" and _deletes(statement.merge_stmt):
        return Touch.LOSES
    return _KINDS.get(name, Touch.OTHER)


def _queries(statement: Any) -> list[Any]:
    """Those of its WITH."""
    node = getattr(statement, statement.WhichOneof("node"))
    clause = getattr(node, "with_clause", None)
    return [one.common_table_expr.ctequery for one in clause.ctes] if clause else []


def _deletes(merge: Any) -> bool:
    from postgast import pg_query_pb2 as pg  # noqa: PLC0415 - as above

    commands = (one.merge_when_clause.command_type for one in merge.merge_when_clauses)
    return pg.CMD_DELETE in commands


def _only_adds(statement: Any) -> bool:
    from postgast import pg_query_pb2 as pg  # noqa: PLC0415 - as above

    adding = {pg.AT_AddColumn, pg.AT_AddConstraint, pg.AT_AddIdentity}
    return all(one.alter_table_cmd.subtype in adding for one in statement.alter_table_stmt.cmds)
