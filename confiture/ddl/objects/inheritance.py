"""Which tables inherit which (INHERITS); partitions are apart."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


def is_attached_anew(table: tuple[str, ...], catalog: Catalog, made: Set[Key]) -> bool:
    """Whether a table is made a partition, or a child of another, and has to have first what it is
    to inherit. The statement of a new child says what it inherits."""
    key = Key("table", table)
    parents = () if key in made else getattr(catalog[key], "inherits", ())
    attachments = {Key("partition", table), *(Key("inheritance", table + p) for p in parents)}
    return not attachments.isdisjoint(made & catalog.keys())


@OBJECTS.register("inheritance")
@dataclass(frozen=True, kw_only=True)
class Inheritance(Object):
    """Its path is the child's, then the parent's. `sql` is the child, with the word for it;
    `parent` as SQL spells it.

    The statement of a new table says what it inherits. A table that was there before gets the
    columns and checks first that it is to inherit.
    """

    kind: ClassVar[str] = "inheritance"
    word: ClassVar[str] = "inheritance of"
    rank: ClassVar[int] = 41

    parent: str

    @property
    def made_with(self) -> Key:
        return Key("table", self.path[:2])

    @property
    def attaches(self) -> tuple[str, ...]:
        return self.path[:2]

    @property
    def collects(self) -> frozenset[tuple[str, ...]]:
        return frozenset({self.path[:2], self.path[2:]})

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter {self.sql} inherit {self.parent}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter {self.sql} no inherit {self.parent}",)
