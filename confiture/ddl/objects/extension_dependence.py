"""What is to go when an extension is dropped, though it is no member of it (DEPENDS ON)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("extension-dependence")
@dataclass(frozen=True, kw_only=True)
class ExtensionDependence(Object):
    """`sql` is what depends, with the word for it; `extension` as SQL spells it. Its path are both
    names, the first with the type of the object."""

    kind: ClassVar[str] = "extension-dependence"
    word: ClassVar[str] = "dependence of"
    rank: ClassVar[int] = 90
    in_schema: ClassVar[bool] = False
    forgotten: ClassVar[bool] = True

    extension: str

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter {self.sql} depends on extension {self.extension}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter {self.sql} no depends on extension {self.extension}",)
