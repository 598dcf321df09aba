"""Procedural languages that no extension brings."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("language")
@dataclass(frozen=True, kw_only=True)
class Language(Object):
    """Its functions are spelled as DDL does, without their arguments."""

    kind: ClassVar[str] = "language"
    word: ClassVar[str] = "language"
    rank: ClassVar[int] = 24
    in_schema: ClassVar[bool] = False

    trusted: bool
    handler: str
    inline: str | None
    validator: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create {self._definition}",)

    def alter(self, new: Language, catalog: Catalog) -> Alteration:
        return Alteration((f"create or replace {new._definition}",))

    @property
    def _definition(self) -> str:
        parts = [
            f"{'trusted ' if self.trusted else ''}language {self.sql} handler {self.handler}",
            f"inline {self.inline}" if self.inline else "",
            f"validator {self.validator}" if self.validator else "",
        ]
        return " ".join(filter(None, parts))
