"""Columns of views and materialized views: what can be said of one alone. Its view makes it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_options


@OBJECTS.register("view-column")
@dataclass(frozen=True, kw_only=True)
class ViewColumn(Object):
    """`view` is its view as SQL spells it, `sql` its own name. Only a materialized view's column
    has settings; `usual_storage` is that of its type."""

    kind: ClassVar[str] = "view-column"
    word: ClassVar[str] = "column"
    rank: ClassVar[int] = 53

    view: str
    materialized: bool
    storage: str
    usual_storage: str
    compression: str | None
    statistics: int | None
    options: tuple[str, ...]

    @property
    def made_with(self) -> Key:
        return Key("materialized-view" if self.materialized else "view", self.path[:2])

    @property
    def designation(self) -> str:
        return f"column {self.view}.{self.sql}"

    def privilege(self, word: str) -> str:
        return f"{word} ({self.sql}) on table {self.view}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Nothing: a new column of a view that stays came with the view's new definition."""
        return ()

    def drop(self) -> tuple[str, ...]:
        return ()

    def alter(self, new: ViewColumn, catalog: Catalog) -> Alteration | None:
        return Alteration(tuple(new.settings(self)))

    def settings(self, old: ViewColumn | None = None) -> Iterator[str]:
        """From those of `old`, or of a column whose view was just made. (SET STORAGE DEFAULT is
        not known before 16.)"""
        alter = f"alter materialized view {self.view} alter column {self.sql}"
        if self.storage != (old.storage if old else self.usual_storage):
            yield f"{alter} set storage {self.storage}"
        if self.compression != (old.compression if old else None):
            yield f"{alter} set compression {self.compression or 'default'}"
        if self.statistics != (old.statistics if old else None):
            yield f"{alter} set statistics {-1 if self.statistics is None else self.statistics}"
        yield from changed_options(alter, old.options if old else (), self.options)
