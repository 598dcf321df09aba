"""Composite types. Attributes are added, dropped and altered in place where no column forbids."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object, Sides
from confiture.ddl.objects.user_type import UserType
from confiture.ddl.objects.value_types import is_text, may_lose
from confiture.model.names import nullable


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """`name` as SQL spells it."""

    name: str
    type: str
    collation: str | None
    comment: str | None

    @property
    def definition(self) -> str:
        return f"{self.name} {self.retyped('')}"

    def retyped(self, verb: str) -> str:
        return f"{verb}{self.type}{f' collate {self.collation}' if self.collation else ''}"


@OBJECTS.register("composite")
@dataclass(frozen=True, kw_only=True)
class Composite(UserType):
    """`attributes` in their order, in which values are written."""

    kind: ClassVar[str] = "composite"
    rank: ClassVar[int] = 14

    attributes: tuple[Attribute, ...]

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return super().names | {("relation", *self.path)}

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        attributes = ", ".join(attribute.definition for attribute in self.attributes)
        silent = {one.name: replace(one, comment=None) for one in self.attributes}
        return (f"create type {self.sql} as ({attributes})", *self._comments(silent))

    def alter(self, new: Composite, catalog: Catalog) -> Alteration | None:
        """Not where the order changes, or the type of an attribute whose values are stored."""
        before = {one.name: one for one in self.attributes}
        after = {one.name: one for one in new.attributes}
        kept = [name for name in before if name in after]
        if kept != list(after)[: len(kept)]:
            return None
        gone = [f"drop attribute {name}" for name in before if name not in after]
        retyped = [
            f"alter attribute {name} {after[name].retyped('type ')}"
            for name in kept
            if before[name].retyped("") != after[name].retyped("")
        ]
        if retyped and _is_stored(self.key, catalog):
            return None
        added = [f"add attribute {one.definition}" for one in new.attributes[len(kept) :]]
        cascade = " cascade" if _is_shape(new, catalog) else ""
        actions = ", ".join(f"{action}{cascade}" for action in (*gone, *retyped, *added))
        statements = (f"alter type {new.sql} {actions}",) if actions else ()
        is_used = bool(cascade) or _is_stored(self.key, catalog)
        return Alteration(
            (*statements, *new._comments(before)),
            disturbs=bool(gone or retyped),
            converting=statements if is_used else (),
        )

    def loses(self, new: Object, sides: Sides, *, listed: bool = False) -> bool:
        """In an array, attributes are known by their places alone, so that the order counts."""
        if not isinstance(new, Composite):
            return False
        before = {one.name: one.type for one in self.attributes}
        after = {one.name: one.type for one in new.attributes}
        if not before.keys() <= after.keys() or (listed and [*before] != [*after][: len(before)]):
            return True
        return any(
            may_lose(type_, after[name], sides, listed=listed) for name, type_ in before.items()
        )

    def _comments(self, old: dict[str, Attribute]) -> Iterator[str]:
        for one in self.attributes:
            if one.comment != (old[one.name].comment if one.name in old else None):
                yield f"comment on column {self.sql}.{one.name} is {nullable(one.comment)}"

    def converted(self, new: Object, value: str, type_: str, sides: Sides) -> str:
        """By name where PostgreSQL lets us: an array has no expression for that. A row is cast by
        way of text, which is refused where it is too long for an attribute."""
        if not isinstance(new, Composite) or type_ != self.sql:
            return super().converted(new, value, type_, sides)
        types = {one.name: one.type for one in self.attributes}
        fields = ", ".join(_field(value, one, types.get(one.name), sides) for one in new.attributes)
        return f"case when {value} is distinct from null then row({fields})::text::{type_} end"


def _field(value: str, attribute: Attribute, old_type: str | None, sides: Sides) -> str:
    if old_type is None:
        return "null"
    field = f"({value}).{attribute.name}"
    plain = attribute.type.removesuffix("[]")
    old, new = sides.old.types.get(plain), sides.new.types.get(plain)
    if old_type == attribute.type and old and new:
        return old.converted(new, field, attribute.type, sides)
    if old_type == attribute.type or new or is_text(attribute.type, sides.new):
        return f"{field}::text"
    return f"{field}::{attribute.type}"


def _is_stored(key: Key, catalog: Catalog) -> bool:
    """Whether a column has the type, by itself or within another type."""
    users = {one.key for one in catalog.values() if key in one.needs}
    types = {one for one in users if isinstance(catalog[one], UserType)}
    return any(one.kind == "column" for one in users) or any(
        _is_stored(one, catalog) for one in types
    )


def _is_shape(composite: Composite, catalog: Catalog) -> bool:
    """Whether tables are made of the type."""
    return any(getattr(one, "row_type", None) == composite.sql for one in catalog.values())
