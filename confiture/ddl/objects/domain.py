"""Domains. Their checks are objects of their own, which may need what needs the domain."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object, Sides
from confiture.ddl.objects.user_type import UserType
from confiture.ddl.objects.value_types import is_text


@OBJECTS.register("domain")
@dataclass(frozen=True, kw_only=True)
class Domain(UserType):
    """`not_null_name` is None where the server chose it (before 17, the constraint has none)."""

    kind: ClassVar[str] = "domain"
    word: ClassVar[str] = "domain"
    rank: ClassVar[int] = 12

    type: str
    collation: str | None
    default: str | None
    not_null: bool
    not_null_name: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            f"create domain {self.sql} as {self.type}",
            f"collate {self.collation}" if self.collation else "",
            f"default {self.default}" if self.default is not None else "",
            f"constraint {self.not_null_name}" if self.not_null_name else "",
            "not null" if self.not_null else "",
            *_checks(self, catalog),
        ]
        return (" ".join(filter(None, parts)),)

    def alter(self, new: Domain, catalog: Catalog) -> Alteration | None:
        if (self.type, self.collation) != (new.type, new.collation):
            return None
        return Alteration(tuple(f"alter domain {new.sql} {text}" for text in self._changes(new)))

    def _changes(self, new: Domain) -> Iterator[str]:
        if self.default != new.default:
            yield "drop default" if new.default is None else f"set default {new.default}"
        if (self.not_null, self.not_null_name) == (new.not_null, new.not_null_name):
            return
        if self.not_null:
            yield "drop not null"
        if new.not_null_name:
            yield f"add constraint {new.not_null_name} not null"
        elif new.not_null:
            yield "set not null"

    @property
    def domain_of(self) -> str:
        return self.type

    def converted(self, new: Object, value: str, type_: str, sides: Sides) -> str:
        """By a cast from the old base type; if that has its old name, it is a new type itself, and
        its values are converted as such."""
        if not isinstance(new, Domain) or is_text(type_, sides.new):
            return super().converted(new, value, type_, sides)
        if new.type != self.type:
            return f"{value}::{type_}"
        plain = new.type.removesuffix("[]")
        old, base = sides.old.types.get(plain), sides.new.types.get(plain)
        array = new.type[len(plain) :] + type_[len(type_.removesuffix("[]")) :]
        if old is None or base is None or array == "[][]":
            return super().converted(new, value, type_, sides)
        return f"{old.converted(base, value, plain + array, sides)}::{type_}"


def _checks(domain: Domain, catalog: Catalog) -> Iterator[str]:
    """Those that need nothing that has to wait for the domain."""
    for key in catalog.within(domain.key):
        yield catalog[key].clause or ""
