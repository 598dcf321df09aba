"""What indexes have in common, whether a constraint owns them or not: how and where they lie, and
what their table does with them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import Self

from confiture.ddl.objects.abc import Catalog, Key, Object, detached
from confiture.ddl.objects.options import changed_options, option_list


def concurrently(statement: str) -> str:
    """A CREATE INDEX as PostgreSQL prints it, so that it lets others write the table."""
    head, _, rest = statement.partition("INDEX ")
    return f"{head}INDEX CONCURRENTLY {rest}"


@dataclass(frozen=True, kw_only=True)
class Storage:
    """`index` is its name alone, `name` that with its schema; `statistics` are targets by column.

    `valid` is false for the index of a partitioned table while a partition lacks its share.
    """

    index: str
    name: str
    table: str
    partitioned: bool
    options: tuple[str, ...]
    tablespace: str | None
    clustered: bool
    replica_identity: bool
    statistics: tuple[tuple[int, int], ...]
    valid: bool

    @property
    def with_clause(self) -> str:
        return f"with ({option_list(self.options)})" if self.options else ""

    def settings(self) -> Iterator[str]:
        """What the statement that makes the index cannot say."""
        for column, target in self.statistics:
            yield f"alter index {self.name} alter column {column} set statistics {target}"
        if self.clustered:
            yield f"alter table {self.table} cluster on {self.index}"
        if self.replica_identity:
            yield f"alter table {self.table} replica identity using index {self.index}"

    def changed(self, new: Storage, catalog: Catalog) -> tuple[str, ...] | None:
        """None where only another index will do: nothing takes its parts from a valid one."""
        if self.valid and not new.valid:
            return None
        return tuple(self._changes(new, catalog))

    def _changes(self, new: Storage, catalog: Catalog) -> Iterator[str]:
        index = f"alter index {new.name}"
        yield from changed_options(index, self.options, new.options)
        if self.tablespace != new.tablespace:
            yield f"{index} set tablespace {new.tablespace or 'pg_default'}"
        targets = {column for column, _ in new.statistics}
        for column, _ in self.statistics:
            if column not in targets:
                yield f"{index} alter column {column} set statistics -1"
        unlike = replace(
            new,
            statistics=tuple(one for one in new.statistics if one not in self.statistics),
            clustered=new.clustered and not self.clustered,
            replica_identity=new.replica_identity and not self.replica_identity,
        )
        yield from unlike.settings()
        if self.clustered and not new.clustered and not _is_clustered(new.table, catalog):
            yield f"alter table {new.table} set without cluster"
        if new.valid and not self.valid and not new.partitioned:
            yield f"reindex index {new.name}"


@dataclass(frozen=True, kw_only=True)
class Indexed(Object):
    """An object that is an index or may have one."""

    storage: Storage | None

    def _freed(self, table: tuple[str, ...], kinds: Set[str], gone: Set[Key]) -> Self:
        """Without the index or constraint of the table's former parent, once it is detached."""
        if detached(table) not in gone:
            return self
        return self.without(kinds)


def _is_clustered(table: str, catalog: Catalog) -> bool:
    found = (one.storage for one in catalog.values() if isinstance(one, Indexed))
    return any(storage.clustered and storage.table == table for storage in found if storage)
