"""Schemas all of whose tables a publication publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS
from confiture.ddl.objects.publication_part import PublicationPart


@OBJECTS.register("published-schema")
@dataclass(frozen=True, kw_only=True)
class PublishedSchema(PublicationPart):
    kind: ClassVar[str] = "published-schema"
    word: ClassVar[str] = "published schema"

    @property
    def bare(self) -> str:
        return f"tables in schema {self.sql}"
