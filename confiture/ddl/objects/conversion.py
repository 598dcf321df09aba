"""Conversions between encodings."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object
from confiture.model.names import literal


@OBJECTS.register("conversion")
@dataclass(frozen=True, kw_only=True)
class Conversion(Object):
    kind: ClassVar[str] = "conversion"
    word: ClassVar[str] = "conversion"
    rank: ClassVar[int] = 27

    source: str
    target: str
    function: str
    default: bool

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        default = "default " if self.default else ""
        encodings = f"for {literal(self.source)} to {literal(self.target)}"
        return (f"create {default}conversion {self.sql} {encodings} from {self.function}",)
