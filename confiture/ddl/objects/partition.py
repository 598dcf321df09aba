"""Attachments of partitions to their parents. The tables are made by themselves."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("partition")
@dataclass(frozen=True, kw_only=True)
class Partition(Object):
    """`sql` is the partition, `parent` as SQL spells it; `bound` is FOR VALUES … or DEFAULT.

    It comes after indexes and constraints, so that the parent's find their counterparts, and goes
    before them. While it is `referenced`, by a foreign key to its parent, it cannot be dropped.
    """

    kind: ClassVar[str] = "partition"
    word: ClassVar[str] = "partition"
    rank: ClassVar[int] = 47

    parent: str
    bound: str
    referenced: bool = field(compare=False)

    @property
    def attaches(self) -> tuple[str, ...]:
        return self.path

    @property
    def collects(self) -> frozenset[tuple[str, ...]]:
        return frozenset(need.path for need in self.needs)

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter table only {self.parent} attach partition {self.sql} {self.bound}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter table only {self.parent} detach partition {self.sql}",)

    def freed(self, gone: Set[Key]) -> Partition:
        """What is referenced is detached first, unless its parent goes as well."""
        parents = self.needs - {Key("table", self.path)}
        if not self.referenced or parents & gone:
            return self
        return replace(self, goes_with=frozenset())
