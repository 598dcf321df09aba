"""What schema rules look at: a catalog, with the facts that rules ask for again and again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import postgast
from postgast import pg_query_pb2 as pg

from confiture.ddl.objects import Catalog, Key, Object
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.constraint import TableConstraint
from confiture.ddl.objects.default import ColumnDefault
from confiture.ddl.objects.foreign_key import ForeignKey
from confiture.ddl.objects.index import TableIndex
from confiture.ddl.objects.table import Relation
from confiture.lint.script import Script
from confiture.model.usage import Usage
from confiture.text import Span

_MODIFIER = re.compile(r"\(\d+(?:,\d+)?\)")


@dataclass(frozen=True)
class Index:
    """An index, be it a constraint's or not. `parts` are its key as SQL, `columns` those of its
    parts that are columns; an expression is None. `included` columns are no part of the key."""

    key: Key
    name: str
    table: Key
    method: str
    unique: bool
    primary: bool
    constraint: bool
    parts: tuple[str, ...]
    columns: tuple[str | None, ...]
    included: tuple[str, ...]
    predicate: str | None
    valid: bool = True
    nulls_distinct: bool = True


@dataclass(frozen=True)
class Reference:
    """A foreign key. `on_delete` and `on_update` are letters as in pg_constraint; `cleared` are
    the columns that ON DELETE SET NULL or SET DEFAULT names, or all."""

    key: Key
    name: str
    table: Key
    columns: tuple[str, ...]
    target: Key
    target_columns: tuple[str, ...]
    on_delete: str
    on_update: str
    cleared: tuple[str, ...]
    deferrable: bool
    validated: bool


@dataclass(frozen=True, eq=False)
class Schema:
    """`places` are where DDL files make objects, `scripts` those files; both are empty for a
    database. `usage` is what a server has counted, where there is one."""

    catalog: Catalog
    usage: Usage | None = None
    places: Mapping[Key, Span] = field(default_factory=dict)
    scripts: tuple[Script, ...] = ()

    def of(self, kind: str) -> Iterator[Any]:
        """The objects of a kind, in the order of their names."""
        for key in self._by_kind.get(kind, ()):
            yield self.catalog[key]

    @cached_property
    def _by_kind(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(self.catalog):
            found[key.kind].append(key)
        return found

    @cached_property
    def tables(self) -> tuple[Relation, ...]:
        """Tables but foreign ones and partitions, for which their parents stand."""
        return tuple(
            table for table in self.of("table")
            if table.relkind in ("r", "p") and not self.is_partition(table.key)
        )  # fmt: skip

    def is_partition(self, table: Key) -> bool:
        return Key("partition", table.path) in self.catalog

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns of `tables` that they do not have from a parent."""
        tables = {table.key for table in self.tables}
        return tuple(
            column for column in self.of("column") if column.made_with in tables and column.own
        )

    def columns_of(self, table: Key) -> dict[str, TableColumn]:
        parts = self.catalog.parts(table)
        return {part.path[-1]: part for part in parts if isinstance(part, TableColumn)}

    def column(self, table: Key, name: str) -> TableColumn | None:
        found = self.catalog.get(Key("column", (*table.path, name)))
        return found if isinstance(found, TableColumn) else None

    def default(self, column: TableColumn) -> str | None:
        found = self.catalog.get(Key("default", column.path))
        return found.expression if isinstance(found, ColumnDefault) else None

    @cached_property
    def indexes(self) -> tuple[Index, ...]:
        """Of `tables` and materialized views, in the order of their names."""
        plain = (_of_index(index) for index in self.of("index"))
        bound = (_of_constraint(one) for one in self.of("constraint"))
        found = [index for index in (*plain, *bound) if index is not None]
        found = [index for index in found if not self.is_partition(index.table)]
        return tuple(sorted(found, key=lambda index: (index.table, index.key)))

    def indexes_of(self, table: Key) -> tuple[Index, ...]:
        return tuple(self._indexes.get(table.path, ()))

    @cached_property
    def _indexes(self) -> dict[tuple[str, ...], list[Index]]:
        return _grouped(self.indexes, lambda index: index.table.path)

    @property
    def indexed(self) -> tuple[Key, ...]:
        """The tables and materialized views that have indexes."""
        return tuple(Key("table", path) for path in sorted(self._indexes))

    def spelled(self, table: Key, columns: Iterable[str]) -> str:
        """Columns as SQL names them."""
        found = self.columns_of(table)
        return words(found[name].sql if name in found else name for name in columns)

    def primary_key(self, table: Key) -> Index | None:
        return next((index for index in self.indexes_of(table) if index.primary), None)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Foreign keys of `tables`, in the order of their names."""
        found = (_of_foreign_key(one) for one in self.of("foreign-key") if not one.inherited)
        return tuple(one for one in found if one and not self.is_partition(one.table))

    def place(self, key: Key) -> Span | None:
        """Where an object is made, or what it belongs to."""
        owner = key.path[:2]
        for one in (key, Key("table", owner), Key("view", owner), Key("materialized-view", owner)):
            if one in self.places:
                return self.places[one]
        return None


def said(table: Key | Object) -> str:
    """`app.users`, without quotes, for messages."""
    return ".".join(table.path)


def words(names: Iterable[str]) -> str:
    return ", ".join(names)


def base_type(text: str) -> str:
    """A type without its length or precision, and of an array that of its elements."""
    return _MODIFIER.sub("", text).removesuffix("[]")


def definition(text: str) -> Any:
    """The tree of a constraint as PostgreSQL prints it, or None."""
    try:
        statement = postgast.parse(f"alter table t add {text}").stmts[0].stmt.alter_table_stmt
    except postgast.PgQueryError:
        return None
    return getattr(statement.cmds[0].alter_table_cmd, "def").constraint


def expression(text: str) -> Any:
    """The tree of an expression as PostgreSQL prints it, or None."""
    try:
        statement = postgast.parse(f"select {text}").stmts[0].stmt.select_stmt
    except postgast.PgQueryError:
        return None
    return statement.target_list[0].res_target.val


def strings(nodes: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(node.string.sval) for node in nodes)


def _of_index(index: TableIndex) -> Index | None:
    try:
        tree = postgast.parse(index.definition).stmts[0].stmt.index_stmt
    except postgast.PgQueryError:
        return None
    elements = [param.index_elem for param in tree.index_params]
    return Index(
        key=index.key,
        name=index.sql,
        table=Key("table", index.table),
        method=str(tree.access_method),
        unique=bool(tree.unique),
        primary=False,
        constraint=False,
        parts=tuple(_part(element) for element in elements),
        columns=tuple(str(element.name) or None for element in elements),
        included=tuple(str(p.index_elem.name) for p in tree.index_including_params),
        predicate=index.predicate,
        valid=index.storage.valid or index.storage.partitioned,
        nulls_distinct=not tree.nulls_not_distinct,
    )


def _part(element: Any) -> str:
    """A part of an index as text that is the same for the same part, wherever it stands."""
    expression = _without_places(element)
    return bytes(expression.SerializeToString(deterministic=True)).hex()


def _without_places(node: Any) -> Any:
    copy = type(node)()
    copy.CopyFrom(node)
    for inner in postgast.walk(copy):
        one = inner[1] if isinstance(inner, tuple) else inner
        if "location" in one.DESCRIPTOR.fields_by_name:
            one.ClearField("location")
    return copy


def _of_constraint(one: TableConstraint) -> Index | None:
    if one.storage is None:
        return None
    tree = definition(one.definition)
    if tree is None:
        return None
    elements = _elements(tree)
    return Index(
        key=one.key,
        name=one.designation,
        table=Key("table", one.path[:2]),
        method=str(tree.access_method) or "btree",
        unique=tree.contype in (pg.CONSTR_PRIMARY, pg.CONSTR_UNIQUE),
        primary=tree.contype == pg.CONSTR_PRIMARY,
        constraint=True,
        parts=tuple(_part(element) for element in elements),
        columns=tuple(str(element.name) or None for element in elements),
        included=strings(tree.including),
        predicate=one.predicate,
        nulls_distinct=not tree.nulls_not_distinct,
    )


def _elements(tree: Any) -> list[Any]:
    """The parts of a constraint's index."""
    if tree.contype == pg.CONSTR_EXCLUSION:
        return [pair.list.items[0].index_elem for pair in tree.exclusions]
    return [
        pg.IndexElem(
            name=name,
            ordering=pg.SORTBY_DEFAULT,
            nulls_ordering=pg.SORTBY_NULLS_DEFAULT,
        )
        for name in strings(tree.keys)
    ]


def _of_foreign_key(one: ForeignKey) -> Reference | None:
    tree = definition(one.definition)
    if tree is None:
        return None
    columns = strings(tree.fk_attrs)
    return Reference(
        key=one.key,
        name=one.sql,
        table=Key("table", one.path[:2]),
        columns=columns,
        target=Key("table", (str(tree.pktable.schemaname), str(tree.pktable.relname))),
        target_columns=strings(tree.pk_attrs),
        on_delete=str(tree.fk_del_action),
        on_update=str(tree.fk_upd_action),
        cleared=strings(tree.fk_del_set_cols) or columns,
        deferrable=bool(one.timing),
        validated=one.validated,
    )


def _grouped(things: Iterable[Any], by: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for one in things:
        found[by(one)].append(one)
    return found
