"""Materialized views. What they hold is data, so that a view that stays is never refreshed."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key
from confiture.ddl.objects.expressions import reread
from confiture.ddl.objects.stored import Stored
from confiture.ddl.objects.view_column import ViewColumn


@OBJECTS.register("materialized-view")
@dataclass(frozen=True, kw_only=True)
class MaterializedView(Stored):
    """`populated` says how it is made; a REFRESH in one of two databases is no difference. `rows`
    are columns of tables, and their types, of which it stores whole rows as values: PostgreSQL
    rewrites no such table."""

    kind: ClassVar[str] = "materialized-view"
    word: ClassVar[str] = "materialized view"
    rank: ClassVar[int] = 52

    definition: str
    populated: bool = field(compare=False)
    rows: tuple[tuple[str, ...], ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            f"create {self.designation}",
            self._storage,
            f"as\n{reread(self.definition)}",
            "" if self.populated else "\nwith no data",
        ]
        columns = (part for part in catalog.parts(self.key) if isinstance(part, ViewColumn))
        settings = (text for column in columns for text in column.settings())
        return (" ".join(filter(None, parts)), *settings)

    def alter(self, new: MaterializedView, catalog: Catalog) -> Alteration | None:
        if (self.definition, self.rows) != (new.definition, new.rows):
            return None
        return Alteration(tuple(self._restored(new)))
