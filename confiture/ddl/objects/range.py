"""Range types, each with its multirange type."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object, Sides
from confiture.ddl.objects.user_type import UserType, aside_name
from confiture.ddl.objects.value_types import may_lose
from confiture.model.names import quote


@OBJECTS.register("range")
@dataclass(frozen=True, kw_only=True)
class Range(UserType):
    """`multirange` is the name of its type, with the schema and without. `operator_class` is None
    where it is the subtype's default. `constructors` are the functions that PostgreSQL made with
    it: how SQL calls them, and their bare names."""

    kind: ClassVar[str] = "range"
    rank: ClassVar[int] = 14

    subtype: str
    operator_class: str | None
    collation: str | None
    canonical: str | None
    difference: str | None
    multirange: str
    multirange_name: str
    constructors: tuple[tuple[str, str], ...] = field(compare=False)

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return super().names | {("type", self.path[0], self.multirange_name)}

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        options = {
            "subtype": self.subtype,
            "subtype_opclass": self.operator_class,
            "collation": self.collation,
            "canonical": self.canonical,
            "subtype_diff": self.difference,
            "multirange_type_name": self.multirange,
        }
        words = ", ".join(f"{name} = {value}" for name, value in options.items() if value)
        return (f"create type {self.sql} as range ({words})",)

    def alter(self, new: Range, catalog: Catalog) -> Alteration | None:
        if self._facts != new._facts:
            return None
        return Alteration((_renamed("type", self.multirange, new.multirange_name),))

    def loses(self, new: Object, sides: Sides, *, listed: bool = False) -> bool:
        return isinstance(new, Range) and may_lose(self.subtype, new.subtype, sides)

    @property
    def _facts(self) -> tuple[str | None, ...]:
        return (
            self.subtype, self.operator_class, self.collation, self.canonical, self.difference,
        )  # fmt: skip

    def set_aside(self) -> tuple[str, ...]:
        """With the names of all that PostgreSQL made with it."""
        return (
            *(_renamed("function", sql, aside_name(name)) for sql, name in self.constructors),
            _renamed("type", self.multirange, aside_name(self.multirange_name)),
            *super().set_aside(),
        )


def _renamed(word: str, sql: str, name: str) -> str:
    return f"alter {word} {sql} rename to {quote(name)}"
