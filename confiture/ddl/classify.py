"""Which statements need another treatment than to be sent in the transaction of their file."""

from __future__ import annotations

import re
from enum import Enum, auto

import postgast
from postgast import pg_query_pb2 as pg


class Kind(Enum):
    PLAIN = auto()
    COPY_FROM_STDIN = auto()
    TRANSACTION_CONTROL = auto()
    OUTSIDE_TRANSACTION = auto()


# Only what one of these fits is parsed, which costs far more than the look at its words.
_COPY = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_SUSPECT = re.compile(
    r"""(?:vacuum|cluster|reindex|discard|begin|start|commit|end|rollback|abort|prepare)\b
      | (?:create|drop|alter)\b.*\b
        (?:concurrently|database|tablespace|subscription|system)\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_IN_A_TRANSACTION = {
    pg.TRANS_STMT_SAVEPOINT,
    pg.TRANS_STMT_RELEASE,
    pg.TRANS_STMT_ROLLBACK_TO,
}
_ALWAYS_OUTSIDE = {
    "alter_subscription_stmt",
    "alter_system_stmt",
    "create_subscription_stmt",
    "create_table_space_stmt",
    "createdb_stmt",
    "drop_subscription_stmt",
    "drop_table_space_stmt",
    "dropdb_stmt",
}


def kind_of(statement: str) -> Kind:
    """The kind of one statement, without blanks before it; PLAIN where nothing is known of it."""
    copy = _COPY.match(statement) is not None
    if not copy and _SUSPECT.match(statement) is None:
        return Kind.PLAIN
    try:
        parsed = postgast.parse(statement).stmts
    except postgast.PgQueryError:  # newer than this parser, or wrong: the server will say
        return Kind.COPY_FROM_STDIN if copy else Kind.PLAIN
    if len(parsed) != 1:
        return Kind.PLAIN
    return _kind(parsed[0].stmt)


def _kind(node: pg.Node) -> Kind:
    name = node.WhichOneof("node")
    if name == "copy_stmt":
        from_stdin = node.copy_stmt.is_from and not node.copy_stmt.filename
        return Kind.COPY_FROM_STDIN if from_stdin else Kind.PLAIN
    if name == "transaction_stmt":
        inside = node.transaction_stmt.kind in _IN_A_TRANSACTION
        return Kind.PLAIN if inside else Kind.TRANSACTION_CONTROL
    return Kind.OUTSIDE_TRANSACTION if _is_outside(node, name) else Kind.PLAIN


def _is_outside(node: pg.Node, name: str | None) -> bool:  # noqa: PLR0911 - a table of kinds
    """What calls PreventInTransactionBlock in PostgreSQL's source, as far as the text tells."""
    match name:
        case "vacuum_stmt":
            return bool(node.vacuum_stmt.is_vacuumcmd)
        case "cluster_stmt":
            return not node.cluster_stmt.HasField("relation")
        case "discard_stmt":
            return bool(node.discard_stmt.target == pg.DISCARD_ALL)
        case "index_stmt":
            return bool(node.index_stmt.concurrent)
        case "drop_stmt":
            return bool(node.drop_stmt.concurrent)
        case "reindex_stmt":
            whole = {pg.REINDEX_OBJECT_DATABASE, pg.REINDEX_OBJECT_SCHEMA, pg.REINDEX_OBJECT_SYSTEM}
            options = {option.def_elem.defname for option in node.reindex_stmt.params}
            return node.reindex_stmt.kind in whole or "concurrently" in options
        case "alter_database_stmt":
            options = {option.def_elem.defname for option in node.alter_database_stmt.options}
            return "tablespace" in options
        case "alter_table_stmt":
            # The field is called `def`, which Python does not let us write.
            commands = [getattr(c.alter_table_cmd, "def") for c in node.alter_table_stmt.cmds]
            return any(command.partition_cmd.concurrent for command in commands)
    return name in _ALWAYS_OUTSIDE
