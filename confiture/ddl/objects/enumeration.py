"""Enumerations. Labels are added in place; one that goes, or changes places, takes a new type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object, Sides
from confiture.ddl.objects.user_type import UserType
from confiture.model.names import literal


@OBJECTS.register("enum")
@dataclass(frozen=True, kw_only=True)
class Enumeration(UserType):
    """`labels` in their order. `merged` are labels of the old side that are gone, each with the one
    that its values get."""

    kind: ClassVar[str] = "enum"
    rank: ClassVar[int] = 10

    labels: tuple[str, ...]
    merged: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        labels = ", ".join(literal(label).strip() for label in self.labels)
        return (f"create type {self.sql} as enum ({labels})",)

    def alter(self, new: Enumeration, catalog: Catalog) -> Alteration | None:
        """None where labels go or change places. That one was renamed is not guessed."""
        if self.labels != tuple(label for label in new.labels if label in self.labels):
            return None
        additions = _additions(self.labels, new.labels)
        statements = tuple(f"alter type {new.sql} add value {text}" for text in additions)
        return Alteration(statements, commits=True)

    def converted(self, new: Object, value: str, type_: str, sides: Sides) -> str:
        """By way of text, in which merged labels are replaced."""
        merged = new.merged if isinstance(new, Enumeration) else ()
        if not merged:
            return super().converted(new, value, type_, sides)
        pairs = [(literal(old).strip(), literal(label).strip()) for old, label in merged]
        if type_.endswith("[]"):
            text = f"{value}::text[]"
            for old, label in pairs:
                text = f"array_replace({text}, {old}, {label})"
            return f"{text}::{type_}"
        cases = " ".join(f"when {old} then {label}" for old, label in pairs)
        return f"(case {value}::text {cases} else {value}::text end)::{type_}"


def _additions(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """What ADD VALUE takes, so that `old` grows into `new`."""
    for place, label in enumerate(new):
        if label in old:
            continue
        text = literal(label).strip()
        if not set(old) & set(new[place:]):
            yield text
        elif place == 0:
            yield f"{text} before {literal(old[0]).strip()}"
        else:
            yield f"{text} after {literal(new[place - 1]).strip()}"
