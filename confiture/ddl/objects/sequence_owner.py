"""Which column a sequence belongs to (OWNED BY).

It stands apart from the sequence, since the sequence has to outlive it: a column that goes takes
the sequences along that it owns, and another column may be their owner by then.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("sequence-owner")
@dataclass(frozen=True, kw_only=True)
class SequenceOwner(Object):
    """`sql` is the sequence, `column` the column with its table. `role` owns both (None for the
    reading role): PostgreSQL lets neither have another owner while they are bound."""

    kind: ClassVar[str] = "sequence-owner"
    word: ClassVar[str] = "owner of sequence"
    rank: ClassVar[int] = 36
    sturdy: ClassVar[bool] = True

    column: str
    role: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter sequence {self.sql} owned by {self.column}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter sequence {self.sql} owned by none",)

    def alter(self, new: SequenceOwner, catalog: Catalog) -> Alteration | None:
        if self.role != new.role:
            return None
        return Alteration(new.create(catalog, frozenset()))
