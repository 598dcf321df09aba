"""Casts between types."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("cast")
@dataclass(frozen=True, kw_only=True)
class Cast(Object):
    """`sql` is `(source AS target)`. `method` is what follows it: WITH FUNCTION and its like."""

    kind: ClassVar[str] = "cast"
    word: ClassVar[str] = "cast"
    rank: ClassVar[int] = 27
    in_schema: ClassVar[bool] = False

    method: str
    context: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        context = f" as {self.context}" if self.context else ""
        return (f"create cast {self.sql} {self.method}{context}",)
