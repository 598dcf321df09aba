"""Indexes, all but those that a constraint owns."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Phase
from confiture.ddl.objects.expressions import reread
from confiture.ddl.objects.index_storage import Indexed, Storage, concurrently
from confiture.ddl.objects.user_type import Successive


@OBJECTS.register("index")
@dataclass(frozen=True, kw_only=True)
class TableIndex(Successive, Indexed):
    """`definition` is the statement that makes it, up to its storage; `table` has what it indexes.

    On a partitioned table that is ONLY it: the partitions' indexes are objects of their own.
    """

    kind: ClassVar[str] = "index"
    word: ClassVar[str] = "index"
    rank: ClassVar[int] = 42
    sturdy: ClassVar[bool] = True

    table: tuple[str, str]
    definition: str
    predicate: str | None
    storage: Storage

    @property
    def on(self) -> tuple[str, ...]:
        return self.table

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("relation", *self.path)})

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            reread(self.definition),
            self.storage.with_clause,
            f"tablespace {self.storage.tablespace}" if self.storage.tablespace else "",
            f"where {reread(self.predicate)}" if self.predicate else "",
        ]
        return (" ".join(filter(None, parts)), *self.storage.settings())

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        """PostgreSQL builds the index of a partitioned table from those of its partitions."""
        relations = {Key(kind, self.table) for kind in ("table", "materialized-view")}
        if relations & made or self.storage.partitioned:
            return super().create_online(catalog, made)
        statement, *settings = self.create(catalog, made)
        return (Phase((concurrently(statement),), "apart"), Phase(tuple(settings)))

    def drop_online(self) -> tuple[Phase, ...]:
        if self.storage.partitioned:
            return super().drop_online()
        return (Phase((f"drop index concurrently {self.sql}",), "apart"),)

    @property
    def gives_way(self) -> bool:
        return not self.storage.partitioned

    def alter(self, new: TableIndex, catalog: Catalog) -> Alteration | None:
        if (self.definition, self.predicate) != (new.definition, new.predicate):
            return None
        changes = self.storage.changed(new.storage, catalog)
        return None if changes is None else Alteration(changes)

    def freed(self, gone: Set[Key]) -> TableIndex:
        return self._freed(self.table, {"index", "constraint"}, gone)
