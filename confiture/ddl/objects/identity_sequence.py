"""Sequences of identity columns, as far as they are more than a part of the column: they have
grants and comments of their own."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("identity-sequence")
@dataclass(frozen=True, kw_only=True)
class IdentitySequenceAccess(Object):
    """Its path is that of its column, which makes, alters, renames and drops it."""

    kind: ClassVar[str] = "identity-sequence"
    word: ClassVar[str] = "sequence"
    rank: ClassVar[int] = 32
    sturdy: ClassVar[bool] = True
    default_privileges: ClassVar[str | None] = "sequences"

    @property
    def made_with(self) -> Key:
        return Key("table", self.path[:2])

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return ()

    def drop(self) -> tuple[str, ...]:
        return ()

    def alter(self, new: IdentitySequenceAccess, catalog: Catalog) -> Alteration:
        return Alteration(())
