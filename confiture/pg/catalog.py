"""Read a database into a `Schema`, in six queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TypeVar

from confiture.model.names import QName
from confiture.model.schema import Column, ForeignKey, Index, Schema, Sequence, Table, Trigger
from confiture.steps.abc import Row, Session

T = TypeVar("T")

_KINDS = {"r": "table", "p": "partitioned", "f": "foreign"}


def read(session: Session) -> Schema:
    """Every table outside the system's schemas, `confiture`, and extensions."""
    with session.transaction():
        session.script("set transaction isolation level repeatable read, read only")
        rows = session.query(sql("tables"))
        oids = [row[-1] for row in rows]
        columns = _grouped(session, "columns", oids, _column)
        indexes = _grouped(session, "indexes", oids, _index)
        foreign_keys = _grouped(session, "foreign_keys", oids, _foreign_key)
        triggers = _grouped(session, "triggers", oids, _trigger)
        sequences = session.query(sql("sequences"), [oids])
    return Schema(
        tables=tuple(
            Table(
                name=QName(schema, name),
                kind=_KINDS[kind],
                root=QName(root_schema, root) if root else QName(schema, name),
                parent=QName(parent_schema, parent) if parent else None,
                columns=columns[oid],
                indexes=indexes[oid],
                foreign_keys=foreign_keys[oid],
                triggers=triggers[oid],
                unlogged=unlogged,
                rows=estimate,
                bytes=size,
            )
            for (schema, name, kind, unlogged, parent_schema, parent, root_schema, root,
                 estimate, size, oid) in rows
        ),
        sequences=tuple(_sequence(row) for row in sequences),
    )  # fmt: skip


def system_identifier(session: Session) -> str:
    """What tells one cluster from every other; empty where the role may not ask."""
    allowed = "has_function_privilege('pg_control_system()', 'execute')"
    if not session.query(f"select {allowed}")[0][0]:
        return ""
    return str(session.query("select system_identifier from pg_control_system()")[0][0])


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


def _column(row: Row) -> Column:
    name, type_, base, textual, max_chars, not_null, generated, text_only, default = row
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
    )


def _index(row: Row) -> Index:
    (name, definition, constraint, unique, columns, parent_schema, parent, pinned, clustered,
     replica_identity, comment, constraint_comment) = row  # fmt: skip
    return Index(
        name=name,
        definition=definition,
        constraint=constraint,
        unique=unique,
        columns=tuple(columns),
        parent=QName(parent_schema, parent) if parent else None,
        pinned=pinned,
        clustered=clustered,
        replica_identity=replica_identity,
        comment=comment,
        constraint_comment=constraint_comment,
    )


def _foreign_key(row: Row) -> ForeignKey:
    name, definition, columns, schema, table, target_columns, validated, comment = row
    return ForeignKey(
        name=name,
        definition=definition,
        columns=tuple(columns),
        target=QName(schema, table),
        target_columns=tuple(target_columns),
        validated=validated,
        comment=comment,
    )


def _trigger(row: Row) -> Trigger:
    name, enabled = row
    return Trigger(name=name, enabled=enabled)


def _sequence(row: Row) -> Sequence:
    schema, name, table_schema, table, column, increment = row
    return Sequence(
        name=QName(schema, name),
        table=QName(table_schema, table),
        column=column,
        increment=increment,
    )
