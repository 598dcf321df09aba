"""Where SQL files make the objects of a catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from postgast import pg_query_pb2 as pg

from confiture.ddl.objects import Catalog, Key
from confiture.lint.schema import strings
from confiture.lint.script import Script, Statement
from confiture.text import Span

Placed: TypeAlias = Iterator[tuple[Key, Span]]
_SUFFIXES = {
    pg.CONSTR_PRIMARY: "pkey",
    pg.CONSTR_UNIQUE: "key",
    pg.CONSTR_CHECK: "check",
    pg.CONSTR_FOREIGN: "fkey",
    pg.CONSTR_EXCLUSION: "excl",
}


def places(scripts: Iterable[Script], catalog: Catalog) -> Mapping[Key, Span]:
    """The place of each object that a statement of the files makes; the last one, where several
    do. An object that has none there is one that PostgreSQL made with another."""
    names = _Names(catalog)
    return {
        key: span
        for script in scripts
        for statement in script.statements
        for key, span in _placed(statement, names)
    }


class _Names:
    """Keys of a catalog by what files call them, which may leave out the schema."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._schemas: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._routines: dict[str, list[Key]] = defaultdict(list)
        for key in catalog:
            if len(key.path) == 2:  # noqa: PLR2004 - a schema and a name
                self._schemas[key.kind, key.path[1]].append(key.path[0])
            if key.kind == "routine":
                self._routines[key.path[1]].append(key)

    def find(self, kind: str, schema: str, name: str) -> Key:
        known = self._schemas.get((kind, name), [])
        if not schema:
            schema = known[0] if len(known) == 1 else "public"
        return Key(kind, (schema, name))

    def relation(self, relation: Any, kind: str = "table") -> Key:
        return self.find(kind, str(relation.schemaname), str(relation.relname))

    def routines(self, schema: str, name: str, count: int) -> Iterator[Key]:
        for key in self._routines[name]:
            arguments = len(key.path[2].split(",")) if key.path[2] else 0
            if schema in ("", key.path[0]) and arguments == count:
                yield key


def _placed(statement: Statement, names: _Names) -> Placed:
    place = _PLACES.get(statement.kind)
    if place is not None:
        yield from place(statement, statement.tree, names)


def _table(statement: Statement, tree: Any, names: _Names) -> Placed:
    table = names.relation(tree.relation)
    yield table, statement.span
    for node in tree.table_elts:
        if node.HasField("column_def"):
            yield from _column(statement, table, node.column_def, names)
        elif node.HasField("constraint"):
            yield from _constraint(statement, table, node.constraint, names)


def _column(statement: Statement, table: Key, column: Any, names: _Names) -> Placed:
    name = str(column.colname)
    yield Key("column", (*table.path, name)), statement.at(column.location)
    for node in column.constraints:
        yield from _constraint(statement, table, node.constraint, names, name)


def _constraint(
    statement: Statement, table: Key, constraint: Any, names: _Names, column: str = ""
) -> Placed:
    kind = "foreign-key" if constraint.contype == pg.CONSTR_FOREIGN else "constraint"
    suffix = _SUFFIXES.get(constraint.contype)
    if suffix is None:
        return
    columns = strings(constraint.fk_attrs) or strings(constraint.keys) or (column,)
    parts = (table.path[1], *(() if suffix == "pkey" else filter(None, columns)), suffix)
    name = str(constraint.conname) or "_".join(parts)
    key = Key(kind, (*table.path, name))
    if key in names.catalog:
        yield key, statement.at(constraint.location)


def _altered(statement: Statement, tree: Any, names: _Names) -> Placed:
    table = names.relation(tree.relation)
    for node in tree.cmds:
        command = node.alter_table_cmd
        definition = getattr(command, "def")
        if command.subtype == pg.AT_AddColumn:
            yield from _column(statement, table, definition.column_def, names)
        elif command.subtype == pg.AT_AddConstraint:
            yield from _constraint(statement, table, definition.constraint, names)
        elif command.subtype == pg.AT_AlterColumnType:
            place = statement.at(definition.column_def.location)
            yield Key("column", (*table.path, str(command.name))), place


def _index(statement: Statement, tree: Any, names: _Names) -> Placed:
    table = names.relation(tree.relation)
    columns = (str(node.index_elem.name) or "expr" for node in tree.index_params)
    name = str(tree.idxname) or "_".join((table.path[1], *columns, "idx"))
    yield (
        Key("index", (names.find("index", str(tree.relation.schemaname), name).path[0], name)),
        (statement.span),
    )


def _made_by_query(statement: Statement, tree: Any, names: _Names) -> Placed:
    kind = "materialized-view" if tree.objtype == pg.OBJECT_MATVIEW else "table"
    yield names.relation(tree.into.rel, kind), statement.span


def _routine(statement: Statement, tree: Any, names: _Names) -> Placed:
    parts = strings(tree.funcname)
    inputs = [
        node for node in tree.parameters
        if node.function_parameter.mode not in (pg.FUNC_PARAM_OUT, pg.FUNC_PARAM_TABLE)
    ]  # fmt: skip
    schema = parts[0] if len(parts) > 1 else ""
    for key in names.routines(schema, parts[-1], len(inputs)):
        yield key, statement.span


def _of_table(kind: str, field: str, name: str) -> Callable[[Statement, Any, _Names], Placed]:
    """For objects that are named within a table."""

    def place(statement: Statement, tree: Any, names: _Names) -> Placed:
        table = names.relation(getattr(tree, field))
        yield Key(kind, (*table.path, str(getattr(tree, name)))), statement.span

    return place


def _of_strings(kind: str, field: str) -> Callable[[Statement, Any, _Names], Placed]:
    """For types, whose names are lists of strings."""

    def place(statement: Statement, tree: Any, names: _Names) -> Placed:
        parts = strings(getattr(tree, field))
        schema = parts[-2] if len(parts) > 1 else ""
        yield names.find(kind, schema, parts[-1]), statement.span

    return place


def _of_relation(kind: str, field: str) -> Callable[[Statement, Any, _Names], Placed]:
    def place(statement: Statement, tree: Any, names: _Names) -> Placed:
        yield names.relation(getattr(tree, field), kind), statement.span

    return place


def _of_word(kind: str, field: str) -> Callable[[Statement, Any, _Names], Placed]:
    """For objects without a schema."""

    def place(statement: Statement, tree: Any, names: _Names) -> Placed:
        yield Key(kind, (str(getattr(tree, field)),)), statement.span

    return place


_PLACES: Mapping[str, Callable[[Statement, Any, _Names], Placed]] = {
    "create_stmt": _table,
    "alter_table_stmt": _altered,
    "index_stmt": _index,
    "create_table_as_stmt": _made_by_query,
    "create_function_stmt": _routine,
    "view_stmt": _of_relation("view", "view"),
    "create_seq_stmt": _of_relation("sequence", "sequence"),
    "composite_type_stmt": _of_relation("composite", "typevar"),
    "create_enum_stmt": _of_strings("enum", "type_name"),
    "create_range_stmt": _of_strings("range", "type_name"),
    "create_domain_stmt": _of_strings("domain", "domainname"),
    "create_trig_stmt": _of_table("trigger", "relation", "trigname"),
    "create_policy_stmt": _of_table("policy", "table", "policy_name"),
    "rule_stmt": _of_table("rule", "relation", "rulename"),
    "create_schema_stmt": _of_word("schema", "schemaname"),
    "create_extension_stmt": _of_word("extension", "extname"),
    "create_publication_stmt": _of_word("publication", "pubname"),
}
