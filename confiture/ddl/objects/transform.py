"""Transforms of types for procedural languages."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("transform")
@dataclass(frozen=True, kw_only=True)
class Transform(Object):
    """`sql` is `for type language name`; the functions are None where there is none."""

    kind: ClassVar[str] = "transform"
    word: ClassVar[str] = "transform"
    rank: ClassVar[int] = 27
    in_schema: ClassVar[bool] = False

    from_sql: str | None
    to_sql: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create transform {self._definition}",)

    @property
    def _definition(self) -> str:
        ways = {"from sql": self.from_sql, "to sql": self.to_sql}
        functions = (f"{way} with function {name}" for way, name in ways.items() if name)
        return f"{self.sql} ({', '.join(functions)})"

    def alter(self, new: Transform, catalog: Catalog) -> Alteration | None:
        return Alteration((f"create or replace transform {new._definition}",))
