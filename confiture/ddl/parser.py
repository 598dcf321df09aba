"""What libpg_query's parser says of SQL. It takes 70 ms to import: do that where it is needed.

It knows the grammar of one version of PostgreSQL; a server of another one may think differently,
so this explains and warns, but does not decide.
"""

from __future__ import annotations

import postgast
from postgast import pg_query_pb2 as pg

from confiture.ddl.classify import Kind

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


def syntax_error(text: str) -> tuple[str, int] | None:
    """The message and the position (in characters, from 1) of an error, or None."""
    try:
        postgast.parse(text)
    except postgast.PgQueryError as error:
        # libpg_query counts characters, as the server does; postgast's manual says bytes.
        return error.message, error.cursorpos
    return None


def kind_when_parsed(statement: str) -> Kind | None:
    """The kind of one statement; None where it is newer than this parser, or wrong."""
    try:
        parsed = postgast.parse(statement).stmts
    except postgast.PgQueryError:
        return None
    return _kind(parsed[0].stmt) if len(parsed) == 1 else Kind.PLAIN


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


def is_of_index_concurrently(statement: str) -> bool:
    """Whether it is CREATE, DROP or REINDEX … CONCURRENTLY of one index, or of one table's."""
    node = postgast.parse(statement).stmts[0].stmt
    match node.WhichOneof("node"):
        case "index_stmt":
            return bool(node.index_stmt.concurrent)
        case "drop_stmt":
            return bool(node.drop_stmt.concurrent) and len(node.drop_stmt.objects) == 1
        case "reindex_stmt":
            one = {pg.REINDEX_OBJECT_INDEX, pg.REINDEX_OBJECT_TABLE}
            options = {option.def_elem.defname for option in node.reindex_stmt.params}
            return node.reindex_stmt.kind in one and "concurrently" in options
    return False
