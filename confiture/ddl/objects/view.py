"""Views. Their columns are objects of their own, for comments and privileges alone."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread
from confiture.ddl.objects.options import changed_options, option_list


@OBJECTS.register("view")
@dataclass(frozen=True, kw_only=True)
class View(Object):
    """`columns` are names, types and collations; WITH CHECK OPTION is one of the `options`."""

    kind: ClassVar[str] = "view"
    word: ClassVar[str] = "view"
    rank: ClassVar[int] = 50
    default_privileges: ClassVar[str | None] = "tables"
    reads_rows: ClassVar[bool] = False

    options: tuple[str, ...]
    columns: tuple[tuple[str, str, str], ...]
    definition: str

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("relation", *self.path), ("type", *self.path)})

    def privilege(self, word: str) -> str:
        return f"{word} on table {self.sql}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create view {self._as}",)

    @property
    def _as(self) -> str:
        options = f" with ({option_list(self.options)})" if self.options else ""
        return f"{self.sql}{options} as\n{reread(self.definition)}"

    def alter(self, new: View, catalog: Catalog) -> Alteration | None:
        """A view can be replaced by one that begins with all of its columns."""
        if replace(self, options=new.options) == replace(
            new, owner=self.owner, comment=self.comment, access=self.access
        ):
            return Alteration(
                tuple(changed_options(f"alter view {new.sql}", self.options, new.options))
            )
        if new.columns[: len(self.columns)] != self.columns:
            return None
        return Alteration((f"create or replace view {new._as}",))
