"""Materialized views. What they hold is data, so that a view that stays is never refreshed."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_options, option_list
from confiture.ddl.objects.view_column import ViewColumn


@OBJECTS.register("materialized-view")
@dataclass(frozen=True, kw_only=True)
class MaterializedView(Object):
    """`populated` says how it is made; a REFRESH in one of two databases is no difference."""

    kind: ClassVar[str] = "materialized-view"
    word: ClassVar[str] = "materialized view"
    rank: ClassVar[int] = 52
    default_privileges: ClassVar[str | None] = "tables"

    options: tuple[str, ...]
    toast_options: tuple[str, ...]
    access_method: str | None
    tablespace: str | None
    definition: str
    populated: bool = field(compare=False)

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("relation", *self.path), ("type", *self.path)})

    def privilege(self, word: str) -> str:
        return f"{word} on table {self.sql}"

    @property
    def _all_options(self) -> tuple[str, ...]:
        return self.options + tuple(f"toast.{option}" for option in self.toast_options)

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            f"create {self.designation}",
            f"using {self.access_method}" if self.access_method else "",
            f"with ({option_list(self._all_options)})" if self._all_options else "",
            f"tablespace {self.tablespace}" if self.tablespace else "",
            f"as\n{self.definition}",
            "" if self.populated else "\nwith no data",
        ]
        columns = (part for part in catalog.parts(self.key) if isinstance(part, ViewColumn))
        settings = (text for column in columns for text in column.settings())
        return (" ".join(filter(None, parts)), *settings)

    def alter(self, new: MaterializedView, catalog: Catalog) -> Alteration | None:
        if self.definition != new.definition:
            return None
        return Alteration(tuple(self._altered(new)))

    def _altered(self, new: MaterializedView) -> Iterator[str]:
        alter = f"alter {new.designation}"
        if self.access_method != new.access_method:
            yield f"{alter} set access method {new.access_method or 'heap'}"
        if self.tablespace != new.tablespace:
            yield f"{alter} set tablespace {new.tablespace or 'pg_default'}"
        yield from changed_options(alter, self._all_options, new._all_options)
