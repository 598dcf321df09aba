"""An UPDATE cut into ranges of its table's blocks.

A row that a client updates meanwhile moves to another block, and so may escape: out of the range
that waits for it, or into blocks that are done. Ranges have to be gone through again while rows
are left, and the WHERE has to leave out those that are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from confiture.errors import Diagnostic, RecipeError


@dataclass(frozen=True)
class Backfill:
    """`table` as SQL spells it; `sql` updates the rows of its blocks from `$1` up to `$2`, two
    values of type tid, and counts them, and those that its WHERE still fits; `left` counts the
    rows of the whole table that it fits."""

    table: str
    sql: str
    left: str


def backfill(update: str) -> Backfill:
    """Raises RecipeError for what is no plain UPDATE of one table, and for one whose WHERE names
    none of the columns that it sets."""
    node = _parsed(update)
    relation = node.relation
    row = _quoted(relation.alias.aliasname or relation.relname)
    columns = [target.res_target.name for target in node.target_list]
    if not set(columns) & set(_names(node.where_clause)):
        raise _bad(
            "the WHERE of a backfill leaves out the rows that are done: it names a column that is"
            " set",
            hint=f"e.g. where {_quoted(columns[0])} is null",
        )
    return Backfill(
        table=_quoted(relation.schemaname, relation.relname),
        left=_left(node, row),
        sql=_in_range(node, row),
    )


def _parsed(update: str) -> Any:
    import postgast  # noqa: PLC0415 - 70 ms, for those who need it

    try:
        statement = postgast.parse(update).stmts[0].stmt
    except postgast.PgQueryError as error:
        raise _bad(error.message) from error
    node = statement.update_stmt
    if statement.WhichOneof("node") != "update_stmt" or node.HasField("with_clause"):
        raise _bad("only an UPDATE without WITH can be a backfill")
    return node


def _left(node: Any, row: str) -> str:
    import postgast  # noqa: PLC0415 - as above

    tree = postgast.parse(f"select count(distinct ({row}.tableoid, {row}.ctid)) from x where true")
    select = tree.stmts[0].stmt.select_stmt
    select.from_clause[0].range_var.CopyFrom(node.relation)
    select.from_clause.extend(node.from_clause)
    select.where_clause.CopyFrom(node.where_clause)
    return str(postgast.deparse(tree))


def _in_range(node: Any, row: str) -> str:
    import postgast  # noqa: PLC0415 - as above

    within = f"{row}.ctid >= $1::tid and {row}.ctid < $2::tid"
    tree = postgast.parse(f"update x set x = x where true and {within} returning true as again")
    update = tree.stmts[0].stmt.update_stmt
    update.relation.CopyFrom(node.relation)
    update.from_clause.extend(node.from_clause)
    del update.target_list[:]
    update.target_list.extend(node.target_list)
    update.where_clause.bool_expr.args[0].CopyFrom(node.where_clause)
    update.returning_clause.exprs[0].res_target.val.CopyFrom(node.where_clause)
    counts = "select count(*), count(*) filter (where again) from done"
    return f"with done as ({postgast.deparse(tree)}) {counts}"


def _names(node: Any) -> Iterator[str]:
    """Of the columns that an expression names, also those of other tables."""
    if node.DESCRIPTOR.name == "ColumnRef" and node.fields:
        yield node.fields[-1].string.sval
    for field, value in node.ListFields():
        if field.message_type is not None:
            for one in [value] if hasattr(value, "DESCRIPTOR") else value:
                yield from _names(one)


def _bad(message: str, hint: str | None = None) -> RecipeError:
    return RecipeError(Diagnostic("bad-backfill", message, hint=hint))


def _quoted(*parts: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts if part)
