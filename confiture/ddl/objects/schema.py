"""Schemas."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key, Object


@OBJECTS.register("schema")
@dataclass(frozen=True, kw_only=True)
class Namespace(Object):
    kind: ClassVar[str] = "schema"
    word: ClassVar[str] = "schema"
    default_privileges: ClassVar[str | None] = "schemas"
    rank: ClassVar[int] = 0

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create schema {self.sql}",)
