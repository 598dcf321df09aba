"""Families of operators, with the members that belong to none of their classes."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@dataclass(frozen=True, kw_only=True)
class Member:
    """`operator 1 public.< (a, b)` is a `place` (`operator 1 (a, b)`) and what takes it."""

    place: str
    definition: str


@OBJECTS.register("operator-family")
@dataclass(frozen=True, kw_only=True)
class OperatorFamily(Object):
    """`sql` holds the access method: `public.family using btree`."""

    kind: ClassVar[str] = "operator-family"
    word: ClassVar[str] = "operator family"
    rank: ClassVar[int] = 28

    members: tuple[Member, ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create {self.designation}", *self._added(self.members))

    def alter(self, new: OperatorFamily, catalog: Catalog) -> Alteration | None:
        gone = ", ".join(one.place for one in self.members if one not in new.members)
        dropped = (f"alter {self.designation} drop {gone}",) if gone else ()
        added = self._added([one for one in new.members if one not in self.members])
        return Alteration((*dropped, *added))

    def _added(self, members: Sequence[Member]) -> tuple[str, ...]:
        if not members:
            return ()
        return (f"alter {self.designation} add {', '.join(one.definition for one in members)}",)
