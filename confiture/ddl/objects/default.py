"""Defaults of columns. PostgreSQL keeps them apart from the columns, and so do we: a default may
need a sequence that in turn needs the table."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread


@OBJECTS.register("default")
@dataclass(frozen=True, kw_only=True)
class ColumnDefault(Object):
    """`relation` is the word for what `table` is; `sql` is the column, which is the table's `own`
    where it is not merely inherited. A `volatile` one may have another value for each row."""

    kind: ClassVar[str] = "default"
    word: ClassVar[str] = "default"
    rank: ClassVar[int] = 34

    table: str
    relation: str
    own: bool = field(compare=False)
    expression: str
    volatile: bool = field(compare=False)

    @property
    def designation(self) -> str:
        return f"default of {self.table}.{self.sql}"

    @property
    def _alter(self) -> str:
        only = "only " if self.relation == "table" else ""
        return f"alter {self.relation} {only}{self.table} alter column {self.sql}"

    @property
    def clause(self) -> str | None:
        if not self.own or self.relation == "view":
            return None
        return f"default {reread(self.expression)}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"{self._alter} set default {reread(self.expression)}",)

    def drop(self) -> tuple[str, ...]:
        return (f"{self._alter} drop default",)

    def alter(self, new: ColumnDefault, catalog: Catalog) -> Alteration | None:
        return Alteration(new.create(catalog, frozenset()))
