"""Policies of row-level security; whether a table has it is a fact of the table."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread


@OBJECTS.register("policy")
@dataclass(frozen=True, kw_only=True)
class Policy(Object):
    """`visible` is what USING says, `writable` WITH CHECK."""

    kind: ClassVar[str] = "policy"
    word: ClassVar[str] = "policy"
    rank: ClassVar[int] = 62

    table: str
    permissive: bool
    command: str
    roles: tuple[str, ...]
    visible: str | None
    writable: str | None

    @property
    def designation(self) -> str:
        return f"policy {self.sql} on {self.table}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        restrictive = "" if self.permissive else " as restrictive"
        command = "" if self.command == "all" else f" for {self.command}"
        roles = "" if self.roles == ("public",) else self._to
        return (
            f"create {self.designation}{restrictive}{command}{roles}{self._using}{self._check}",
        )

    @property
    def _to(self) -> str:
        return f" to {', '.join(self.roles)}"

    @property
    def _using(self) -> str:
        return f" using ({reread(self.visible)})" if self.visible else ""

    @property
    def _check(self) -> str:
        return f" with check ({reread(self.writable)})" if self.writable else ""

    def alter(self, new: Policy, catalog: Catalog) -> Alteration | None:
        """ALTER POLICY takes neither clause away."""
        if (self.permissive, self.command) != (new.permissive, new.command):
            return None
        if (self.visible and not new.visible) or (self.writable and not new.writable):
            return None
        clauses = (
            new._to if self.roles != new.roles else "",
            new._using if self.visible != new.visible else "",
            new._check if self.writable != new.writable else "",
        )
        return Alteration((f"alter {new.designation}{''.join(clauses)}",))
