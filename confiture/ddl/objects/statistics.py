"""Extended statistics."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread


@OBJECTS.register("statistics")
@dataclass(frozen=True, kw_only=True)
class ExtendedStatistics(Object):
    """`definition` is the statement that makes them; `target` is None for the server's default."""

    kind: ClassVar[str] = "statistics"
    word: ClassVar[str] = "statistics"
    rank: ClassVar[int] = 43
    sturdy: ClassVar[bool] = True

    definition: str
    target: int | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        target = () if self.target is None else (self._targeted(self.target),)
        return (reread(self.definition), *target)

    def alter(self, new: ExtendedStatistics, catalog: Catalog) -> Alteration | None:
        if self.definition != new.definition:
            return None
        return Alteration((new._targeted(-1 if new.target is None else new.target),))

    def _targeted(self, target: int) -> str:
        return f"alter statistics {self.sql} set statistics {target}"
