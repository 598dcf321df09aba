"""Classes of operators, each within a family. They cannot be altered."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("operator-class")
@dataclass(frozen=True, kw_only=True)
class OperatorClass(Object):
    """`sql` holds the access method: `public.class using btree`; `name` does not."""

    kind: ClassVar[str] = "operator-class"
    word: ClassVar[str] = "operator class"
    rank: ClassVar[int] = 29

    name: str
    default: bool
    type: str
    method: str
    family: str
    storage: str | None
    members: tuple[str, ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        default = "default " if self.default else ""
        storage = [f"storage {self.storage}"] if self.storage else []
        # A class has to say something, and this says nothing.
        contents = [*self.members, *storage] or [f"storage {self.type}"]
        subject = f"{self.name} {default}for type {self.type} using {self.method}"
        return (f"create operator class {subject} family {self.family} as {', '.join(contents)}",)
