"""Read a database into a `Schema`, in eight queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from confiture.model.names import QName
from confiture.model.schema import (
    Column,
    ForeignKey,
    Index,
    Schema,
    Sequence,
    Table,
    Trigger,
    Type,
)
from confiture.steps.abc import Row, Session

T = TypeVar("T")

_KINDS = {"r": "table", "p": "partitioned", "f": "foreign"}


def read(session: Session) -> Schema:
    """Every table outside the system's schemas, `confiture`, and extensions."""
    with session.transaction():
        session.script("set transaction isolation level repeatable read, read only")
        rows = session.query(sql("tables"))
        oids = [row[-1] for row in rows]
        parts = _Parts(
            columns=_grouped(session, "columns", oids, _column),
            indexes=_grouped(session, "indexes", oids, _index),
            foreign_keys=_grouped(session, "foreign_keys", oids, _foreign_key),
            triggers=_grouped(session, "triggers", oids, _trigger),
        )
        return Schema(
            tables=tuple(_table(row, parts) for row in rows),
            sequences=tuple(map(_sequence, session.query(sql("sequences"), [oids]))),
            types=tuple(map(_type, session.query(sql("types")))),
            materialized=tuple(QName(*row) for row in session.query(sql("materialized"))),
        )


def system_identifier(query: Callable[[str], list[Row]]) -> str:
    """What tells one cluster from every other; empty where the role may not ask."""
    allowed = "has_function_privilege('pg_control_system()', 'execute')"
    if not query(f"select {allowed}")[0][0]:
        return ""
    return str(query("select system_identifier from pg_control_system()")[0][0])


@cache
def sql(name: str) -> str:
    """The text of `sql/NAME.sql`."""
    return files("confiture.pg").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


def _grouped(
    session: Session, name: str, oids: list[int], build: Callable[[Row], T]
) -> defaultdict[int, tuple[T, ...]]:
    groups: defaultdict[int, list[T]] = defaultdict(list)
    for oid, *row in session.query(sql(name), [oids]):
        groups[oid].append(build(tuple(row)))
    return defaultdict(tuple, {oid: tuple(group) for oid, group in groups.items()})


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What tables are made of, by the table's OID."""

    columns: Mapping[int, tuple[Column, ...]]
    indexes: Mapping[int, tuple[Index, ...]]
    foreign_keys: Mapping[int, tuple[ForeignKey, ...]]
    triggers: Mapping[int, tuple[Trigger, ...]]


def _table(row: Row, parts: _Parts) -> Table:
    (schema, name, kind, unlogged, parent_schema, parent, root_schema, root, inherits,
     partition_key, rows, size, oid) = row  # fmt: skip
    return Table(
        name=QName(schema, name),
        kind=_KINDS[kind],
        root=QName(root_schema, root) if root else QName(schema, name),
        parent=QName(parent_schema, parent) if parent else None,
        inherits=tuple(QName(*pair) for pair in inherits),
        partition_key=tuple(partition_key),
        columns=parts.columns[oid],
        indexes=parts.indexes[oid],
        foreign_keys=parts.foreign_keys[oid],
        triggers=parts.triggers[oid],
        unlogged=unlogged,
        rows=rows,
        bytes=size,
    )


def _column(row: Row) -> Column:
    name, type_, base, textual, max_chars, not_null, generated, text_only, default, read = row
    return Column(
        name=name,
        type=type_,
        base=base,
        textual=textual,
        max_chars=max_chars,
        not_null=not_null,
        generated=generated,
        text_only=text_only,
        default=default,
        computed_from=tuple(read),
    )


def _index(row: Row) -> Index:
    (name, definition, constraint, unique, nulls_distinct, valid, columns, parent_schema, parent,
     pinned, clustered, replica_identity, tablespace, statistics, extensions, comment,
     constraint_comment) = row  # fmt: skip
    return Index(
        name=name,
        definition=definition,
        constraint=constraint,
        unique=unique,
        nulls_distinct=nulls_distinct,
        valid=valid,
        columns=tuple(columns),
        parent=QName(parent_schema, parent) if parent else None,
        pinned=pinned,
        clustered=clustered,
        replica_identity=replica_identity,
        tablespace=tablespace,
        statistics=tuple((place, target) for place, target in statistics),
        extensions=tuple(extensions),
        comment=comment,
        constraint_comment=constraint_comment,
    )


def _foreign_key(row: Row) -> ForeignKey:
    name, definition, columns, schema, table, target_columns, operators, validated, comment = row
    return ForeignKey(
        name=name,
        definition=definition,
        columns=tuple(columns),
        target=QName(schema, table),
        target_columns=tuple(target_columns),
        operators=tuple(operators),
        validated=validated,
        comment=comment,
    )


def _trigger(row: Row) -> Trigger:
    name, enabled = row
    return Trigger(name=name, enabled=enabled)


def _sequence(row: Row) -> Sequence:
    schema, name, table_schema, table, column, increment, plain = row
    return Sequence(
        name=QName(schema, name),
        table=QName(table_schema, table),
        column=column,
        increment=increment,
        plain=plain,
    )


def _type(row: Row) -> Type:
    name, made_of, parts = row
    return Type(name=name, made_of=made_of or "", parts=tuple(parts))
