"""What a database holds, as values; read by `pg.catalog`.

Sizes and row estimates are not compared: two schemas are equal when their objects are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec

from confiture.model.names import QName


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`type` as `format_type` prints it, `base` the same with domains resolved.

    `max_chars` is the length of `varchar(n)` and `char(n)`. `text_only` says that values
    must move as text: the type has no binary form, or one that names types by OID, which
    another database numbers differently.
    """

    name: str
    type: str
    base: str
    textual: bool
    max_chars: int | None
    not_null: bool
    generated: bool
    text_only: bool
    default: str | None
    computed_from: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index, or the constraint that owns it (`constraint` is its definition then).

    `unique` holds for exclusion constraints too, and `columns` are those of its key, also inside
    of expressions. `parent` is the partitioned index it is attached to. `pinned` says that
    another object depends on it (a view grouped by a primary key), so that it cannot be dropped
    for a load. `statistics` are the targets set for its expressions, by their place in the key;
    `extensions` are those that take the index with them when they are dropped.
    """

    name: str
    definition: str
    constraint: str | None
    unique: bool
    nulls_distinct: bool
    valid: bool
    columns: tuple[str, ...]
    parent: QName | None
    pinned: bool
    clustered: bool
    replica_identity: bool
    tablespace: str | None
    statistics: tuple[tuple[int, int], ...]
    extensions: tuple[str, ...]
    comment: str | None
    constraint_comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key that is not inherited from a partitioned table.

    `operators` compare each referenced column with its own, as SQL that needs no search path.
    """

    name: str
    definition: str
    columns: tuple[str, ...]
    target: QName
    target_columns: tuple[str, ...]
    operators: tuple[str, ...]
    validated: bool
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A user's trigger; `enabled` as in pg_trigger: O(rigin), D(isabled), R(eplica), A(lways)."""

    name: str
    enabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A sequence that feeds a column: owned by it, its identity, or named in its default.

    `plain` says that the column holds the sequence's numbers, and not texts made from them.
    """

    name: QName
    table: QName
    column: str
    increment: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A user's type: `made_of` is its labels, attributes or base, `parts` the types in it."""

    name: str
    made_of: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`kind` is `table`, `partitioned` or `foreign`; `root` the topmost partitioned ancestor.

    `inherits` are the parents by INHERITS, `partition_key` the columns that choose a partition.
    """

    name: QName
    kind: str
    root: QName
    parent: QName | None
    inherits: tuple[QName, ...]
    partition_key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    foreign_keys: tuple[ForeignKey, ...]
    triggers: tuple[Trigger, ...]
    unlogged: bool
    rows: int = field(compare=False)
    bytes: int = field(compare=False)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns whose values are written, not computed."""
        return tuple(column for column in self.columns if not column.generated)


@dataclass(frozen=True, kw_only=True)
class Schema:
    """Every table that neither the system, an extension nor Confiture owns, by name.

    `materialized` are the materialized views, each after those that it reads.
    """

    tables: tuple[Table, ...]
    sequences: tuple[Sequence, ...]
    types: tuple[Type, ...] = ()
    materialized: tuple[QName, ...] = ()

    @cached_property
    def by_name(self) -> dict[QName, Table]:
        return {table.name: table for table in self.tables}

    def __contains__(self, name: QName) -> bool:
        return name in self.by_name

    @cached_property
    def families(self) -> dict[QName, tuple[Table, ...]]:
        """By its topmost table: a table by itself, or with all its partitions."""
        found: dict[QName, list[Table]] = {}
        for table in self.tables:
            found.setdefault(table.root, []).append(table)
        return {root: tuple(members) for root, members in found.items()}

    def descendants(self, name: QName) -> Iterator[Table]:
        """The tables that inherit from a table (INHERITS), directly or not."""
        for table in self.tables:
            if name in table.inherits:
                yield table
                yield from self.descendants(table.name)

    def fingerprint(self) -> str:
        """SHA-256 of all but sizes, as hexadecimal digits."""
        unsized = replace(self, tables=tuple(replace(t, rows=0, bytes=0) for t in self.tables))
        return hashlib.sha256(msgspec.json.encode(unsized, order="sorted")).hexdigest()
