"""Aggregates: ordinary, ordered-set and hypothetical-set ones."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.routine import renames


@OBJECTS.register("aggregate")
@dataclass(frozen=True, kw_only=True)
class Aggregate(Object):
    """`function` is how GRANT names it, `inputs` are the names of its arguments, of which `direct`
    ones are not aggregated; `options` are as CREATE AGGREGATE lists them."""

    kind: ClassVar[str] = "aggregate"
    word: ClassVar[str] = "aggregate"
    rank: ClassVar[int] = 26
    default_privileges: ClassVar[str | None] = "functions"

    function: str
    result: str
    aggkind: str
    direct: int
    inputs: tuple[str, ...]
    options: tuple[str, ...]

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("routine", *self.path)})

    def privilege(self, word: str) -> str:
        return f"{word} on function {self.function}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create {self._definition}",)

    @property
    def _definition(self) -> str:
        options = ",\n  ".join(self.options)
        return f"{self.designation} (\n  {options}\n)"

    def alter(self, new: Aggregate, catalog: Catalog) -> Alteration | None:
        same = ("result", "aggkind", "direct")
        if any(getattr(self, name) != getattr(new, name) for name in same):
            return None
        if renames(self.inputs, new.inputs):
            return None
        return Alteration((f"create or replace {new._definition}",))
