"""Foreign keys, which come after all keys that they may refer to."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture.ddl.objects.abc import (
    NOT_VALID_EVERYWHERE,
    OBJECTS,
    Alteration,
    Catalog,
    Key,
    Object,
    Phase,
    detached,
)
from confiture.ddl.objects.table import Relation


def _is_partitioned(table: Object) -> bool:
    return isinstance(table, Relation) and table.relkind == "p"


@OBJECTS.register("foreign-key")
@dataclass(frozen=True, kw_only=True)
class ForeignKey(Object):
    """`table` and `sql`, its own name, as SQL spells them; `timing` is about deferring.

    `inherited` is a partition's share of its parent's foreign key, which PostgreSQL makes.
    """

    kind: ClassVar[str] = "foreign-key"
    word: ClassVar[str] = "constraint"
    rank: ClassVar[int] = 46

    table: str
    definition: str
    timing: str
    enforced: bool
    validated: bool
    inherited: bool = field(compare=False)

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("constraint", *self.path)})

    @property
    def on(self) -> tuple[str, ...]:
        return self.path[:2]

    @property
    def designation(self) -> str:
        return f"constraint {self.sql} on {self.table}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        if self.inherited:
            return ()
        parts = [
            f"alter table {self.table} add constraint {self.sql} {self.definition}",
            self.timing,
            "" if self.enforced else "not enforced",
            "not valid" if self.enforced and not self.validated else "",
        ]
        return (" ".join(filter(None, parts)),)

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        """A partitioned table takes NOT VALID from 18 on."""
        table = Key("table", self.path[:2])
        plain = self.inherited or not (self.enforced and self.validated) or table in made
        if plain or (_is_partitioned(catalog[table]) and catalog.version < NOT_VALID_EVERYWHERE):
            return super().create_online(catalog, made)
        unproven = replace(self, validated=False)
        return (Phase(unproven.create(catalog, made)), Phase((self._proof,), "slow"))

    @property
    def _proof(self) -> str:
        return f"alter table {self.table} validate constraint {self.sql}"

    def drop(self) -> tuple[str, ...]:
        if self.inherited:
            return ()
        return (f"alter table {self.table} drop constraint {self.sql}",)

    def alter(self, new: ForeignKey, catalog: Catalog) -> Alteration | None:
        gets_unproven = new.enforced and self.validated and not new.validated
        if self.definition != new.definition or gets_unproven:
            return None
        if not self.enforced and new.enforced and not new.validated:
            return None
        if new.inherited:
            return Alteration(())
        changes = tuple(self._changes(new))
        if new.validated and not self.validated and self.enforced:
            proven = (Phase(changes), Phase((new._proof,), "slow"))
            return Alteration((*changes, new._proof), online=proven)
        return Alteration(changes)

    def _changes(self, new: ForeignKey) -> Iterator[str]:
        alter = f"alter table {new.table} alter constraint {new.sql}"
        if self.timing != new.timing:
            yield f"{alter} {new.timing or 'not deferrable'}"
        if self.enforced != new.enforced:
            yield f"{alter} {'' if new.enforced else 'not '}enforced"

    def freed(self, gone: Set[Key]) -> ForeignKey:
        """A detached partition's foreign keys are its own."""
        if not self.inherited or detached(self.path[:2]) not in gone:
            return self
        return replace(self.without({self.kind}), inherited=False)
