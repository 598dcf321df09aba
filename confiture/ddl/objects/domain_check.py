"""Check constraints of domains."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object, Phase
from confiture.ddl.objects.expressions import reread


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
        return None if self.unproven else f"constraint {self.sql} {reread(self.definition)}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        proof = " not valid" if self.unproven else ""
        definition = reread(self.definition)
        return (f"alter domain {self.domain} add constraint {self.sql} {definition}{proof}",)

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        if self.unproven or Key("domain", self.path[:2]) in made:
            return super().create_online(catalog, made)
        unproven = replace(self, unproven=True)
        return (Phase(unproven.create(catalog, made)), Phase((self._proof,), "slow"))

    @property
    def _proof(self) -> str:
        return f"alter domain {self.domain} validate constraint {self.sql}"

    def drop(self) -> tuple[str, ...]:
        return (f"alter domain {self.domain} drop constraint {self.sql}",)

    def alter(self, new: DomainCheck, catalog: Catalog) -> Alteration | None:
        if self.definition != new.definition or new.unproven:
            return None
        return Alteration((new._proof,), online=(Phase((new._proof,), "slow"),))
