"""Which column a sequence belongs to (OWNED BY).

It stands apart from the sequence, since the sequence has to outlive it: a column that goes takes
the sequences along that it owns, and another column may be their owner by then.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("sequence-owner")
@dataclass(frozen=True, kw_only=True)
class SequenceOwner(Object):
    """`sql` is the sequence, `column` the column with its table. `of_role` owns both (None for the
    reading role): PostgreSQL lets neither have another owner while they are bound."""

    kind: ClassVar[str] = "sequence-owner"
    word: ClassVar[str] = "owner of sequence"
    rank: ClassVar[int] = 36
    sturdy: ClassVar[bool] = True

    column: str
    of_role: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter sequence {self.sql} owned by {self.column}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter sequence {self.sql} owned by none",)

    @property
    def role(self) -> str | None:
        return self.of_role

    def owned_by(self, role: str) -> SequenceOwner:
        return replace(self, of_role=role)

    @property
    def binds(self) -> tuple[Key, ...]:
        kinds = ("table", "sequence")
        return (*(key for kind in kinds for key in self.needs if key.kind == kind), self.key)

    def alter(self, new: SequenceOwner, catalog: Catalog) -> Alteration | None:
        if self.of_role != new.of_role:
            return None
        return Alteration(new.create(catalog, frozenset()))
