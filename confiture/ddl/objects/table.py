"""Tables: ordinary, partitioned and foreign ones. Their columns are objects of their own."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.options import changed_server_options, server_options
from confiture.ddl.objects.stored import Stored

ReplicaIdentity = Literal["default", "full", "nothing", "index"]


@OBJECTS.register("table")
@dataclass(frozen=True, kw_only=True)
class Relation(Stored):
    """`relkind` as in pg_class: r, p or f. `inherits` are parents by INHERITS, in their order.

    Which index is the replica identity is a fact of the index; the table says `index` then.
    """

    kind: ClassVar[str] = "table"
    word: ClassVar[str] = "table"
    rank: ClassVar[int] = 30
    sturdy: ClassVar[bool] = True

    relkind: str
    unlogged: bool
    row_type: str | None
    inherits: tuple[tuple[str, str], ...]
    partition_key: str | None
    row_security: bool
    row_security_forced: bool
    replica_identity: ReplicaIdentity
    server: str | None
    server_options: tuple[tuple[str, str], ...]

    @property
    def holds_values(self) -> bool:
        return self.relkind != "f"

    @property
    def designation(self) -> str:
        return f"{'foreign table' if self.relkind == 'f' else 'table'} {self.sql}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        lines = ",\n  ".join(_columns(self, catalog))
        parts = [
            f"create {'unlogged ' if self.unlogged else ''}{self.designation}",
            f"of {self.row_type}" if self.row_type else "",
            f"(\n  {lines}\n)" if lines else "" if self.row_type else "()",
            f"inherits ({', '.join(_parents(self, catalog))})" if self.inherits else "",
            f"partition by {self.partition_key}" if self.partition_key else "",
            self._storage,
            f"server {self.server}" if self.server else "",
            server_options(self.server_options),
        ]
        plain = replace(
            self, row_security=False, row_security_forced=False, replica_identity="default"
        )
        return (" ".join(filter(None, parts)), *_set(self, catalog), *_altered(plain, self))

    def freed(self, gone: Set[Key]) -> Relation:
        """A detached partition may stay without its parent."""
        if self.key in gone or Key("partition", self.path) not in gone:
            return self
        return self.without({self.kind})

    def alter(self, new: Relation, catalog: Catalog) -> Alteration | None:
        fixed = ("relkind", "row_type", "partition_key", "server")
        if any(getattr(self, name) != getattr(new, name) for name in fixed):
            return None
        return Alteration(tuple(_altered(self, new)))


def _columns(table: Relation, catalog: Catalog) -> list[str]:
    """The columns that the table's statement lists: all that it does not have from its parents.

    A partition is made by itself and attached later, so it lists all of them.
    """
    if table.row_type:
        return [text for column in _own(table, catalog) if (text := column.with_options(catalog))]
    return [column.definition(catalog) for column in _own(table, catalog)]


def _set(table: Relation, catalog: Catalog) -> Iterable[str]:
    """What is said of columns after the table is there."""
    own = _own(table, catalog)
    for column in own:
        yield from column.settings()
    for part in catalog.parts(table.key):
        if isinstance(part, TableColumn) and part not in own:
            yield from part.overriding()


def _own(table: Relation, catalog: Catalog) -> list[TableColumn]:
    columns = [part for part in catalog.parts(table.key) if isinstance(part, TableColumn)]
    columns.sort(key=lambda column: column.position)
    return [column for column in columns if column.own or not table.inherits]


def _parents(table: Relation, catalog: Catalog) -> list[str]:
    return [catalog[Key("table", parent)].sql for parent in table.inherits]


def _altered(old: Relation, new: Relation) -> Iterable[str]:
    """What needs no other object than the table."""
    table = f"alter {new.designation}"
    if old.unlogged != new.unlogged:
        yield f"{table} set {'unlogged' if new.unlogged else 'logged'}"
    yield from old._restored(new)
    yield from changed_server_options(table, old.server_options, new.server_options)
    if old.row_security != new.row_security:
        yield f"{table} {'enable' if new.row_security else 'disable'} row level security"
    if old.row_security_forced != new.row_security_forced:
        yield f"{table} {'' if new.row_security_forced else 'no '}force row level security"
    if old.replica_identity != new.replica_identity != "index":
        yield f"{table} replica identity {new.replica_identity}"
