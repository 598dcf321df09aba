"""Triggers, constraint triggers among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread

_ON_UPDATE = re.compile(
    r"TRIGGER .*? (?:BEFORE|AFTER) .*?\bUPDATE(?: OF (?P<columns>.+?))?(?= OR | ON )"
    r".*? ON .*? FOR EACH ROW ",
    re.DOTALL,
)


@OBJECTS.register("trigger")
@dataclass(frozen=True, kw_only=True)
class Trigger(Object):
    """`firing` is what ALTER TABLE says of when it fires: `enable`, `disable`, `enable always`."""

    kind: ClassVar[str] = "trigger"
    word: ClassVar[str] = "trigger"
    rank: ClassVar[int] = 60

    table: str
    firing: str
    constraint: bool
    definition: str

    @property
    def designation(self) -> str:
        return f"trigger {self.sql} on {self.table}"

    def fires_on_update(self, column: str) -> bool:
        """Whether it does for each row of an UPDATE that sets a column, which is as SQL spells it,
        in a session like any other."""
        found = _ON_UPDATE.match(self.definition.partition(" ")[2].removeprefix("CONSTRAINT "))
        if found is None or self.firing not in ("enable", "enable always"):
            return False
        return found["columns"] is None or column in found["columns"].split(", ")

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (reread(self.definition), *self._fired("enable"))

    def _fired(self, before: str) -> Iterator[str]:
        if self.firing != before:
            yield f"alter table {self.table} {self.firing} trigger {self.sql}"

    def alter(self, new: Trigger, catalog: Catalog) -> Alteration | None:
        if self.definition == new.definition:
            return Alteration(tuple(new._fired(self.firing)))
        if self.constraint or new.constraint:
            return None
        replaced = new.definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
        return Alteration((reread(replaced), *new._fired("enable")))
