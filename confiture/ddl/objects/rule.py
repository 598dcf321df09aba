"""Rules of tables and views."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread


@OBJECTS.register("rule")
@dataclass(frozen=True, kw_only=True)
class Rule(Object):
    """`firing` is what ALTER TABLE says of when it fires: `enable`, `disable`, `enable always`."""

    kind: ClassVar[str] = "rule"
    word: ClassVar[str] = "rule"
    rank: ClassVar[int] = 61

    table: str
    firing: str
    definition: str

    @property
    def designation(self) -> str:
        return f"rule {self.sql} on {self.table}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (reread(self.definition), *self._fired("enable"))

    def _fired(self, before: str) -> Iterator[str]:
        if self.firing != before:
            yield f"alter table {self.table} {self.firing} rule {self.sql}"

    def alter(self, new: Rule, catalog: Catalog) -> Alteration | None:
        """A rule that is replaced fires as it did before."""
        statements = list(new._fired(self.firing))
        if self.definition != new.definition:
            definition = new.definition.replace("CREATE RULE", "CREATE OR REPLACE RULE", 1)
            statements.insert(0, reread(definition))
        return Alteration(tuple(statements))
