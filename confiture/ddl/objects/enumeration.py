"""Enumerations. Labels are added in place; one that goes, or changes places, takes a new type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key
from confiture.ddl.objects.user_type import UserType
from confiture.model.names import literal


@OBJECTS.register("enum")
@dataclass(frozen=True, kw_only=True)
class Enumeration(UserType):
    """`labels` in their order."""

    kind: ClassVar[str] = "enum"
    rank: ClassVar[int] = 10

    labels: tuple[str, ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        labels = ", ".join(literal(label).strip() for label in self.labels)
        return (f"create type {self.sql} as enum ({labels})",)

    def alter(self, new: Enumeration, catalog: Catalog) -> Alteration | None:
        """None where labels go or change places. That one was renamed is not guessed."""
        if self.labels != tuple(label for label in new.labels if label in self.labels):
            return None
        additions = _additions(self.labels, new.labels)
        return Alteration(tuple(f"alter type {new.sql} add value {text}" for text in additions))


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
