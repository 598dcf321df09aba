"""Check constraints of domains."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("domain-check")
@dataclass(frozen=True, kw_only=True)
class DomainCheck(Object):
    """`definition` is `CHECK (…)`; `unproven` is NOT VALID."""

    kind: ClassVar[str] = "domain-check"
    word: ClassVar[str] = "constraint"
    rank: ClassVar[int] = 16

    domain: str
    definition: str
    unproven: bool

    @property
    def designation(self) -> str:
        return f"constraint {self.sql} on domain {self.domain}"

    @property
    def clause(self) -> str | None:
        """CREATE DOMAIN takes no NOT VALID."""
        return None if self.unproven else f"constraint {self.sql} {self.definition}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        proof = " not valid" if self.unproven else ""
        return (f"alter domain {self.domain} add constraint {self.sql} {self.definition}{proof}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter domain {self.domain} drop constraint {self.sql}",)

    def alter(self, new: DomainCheck, catalog: Catalog) -> Alteration | None:
        if self.definition != new.definition or new.unproven:
            return None
        return Alteration((f"alter domain {new.domain} validate constraint {new.sql}",))
