"""Attachments of partitions' indexes to the indexes of partitioned tables."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("index-partition")
@dataclass(frozen=True, kw_only=True)
class IndexPartition(Object):
    """`sql` is the partition's index, `parent` that of the partitioned table, which is one of the
    `wholes` that it is a part of; `table` is the partition.

    Nothing detaches an index: it lasts until the parent's index or the partition goes.
    """

    kind: ClassVar[str] = "index-partition"
    word: ClassVar[str] = "index"
    rank: ClassVar[int] = 45

    parent: str
    table: tuple[str, str]
    wholes: frozenset[Key] = field(compare=False)

    @property
    def completes(self) -> frozenset[Key]:
        return self.wholes

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Nothing where ATTACH PARTITION has done it."""
        if Key("partition", self.table) in made:
            return ()
        return (f"alter index {self.parent} attach partition {self.sql}",)

    def drop(self) -> tuple[str, ...]:
        return ()
