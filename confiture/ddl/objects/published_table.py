"""Tables that a publication names, each with its columns and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS
from confiture.ddl.objects.publication_part import PublicationPart


@OBJECTS.register("published-table")
@dataclass(frozen=True, kw_only=True)
class PublishedTable(PublicationPart):
    """`columns` are None where all are published, those to come too."""

    kind: ClassVar[str] = "published-table"
    word: ClassVar[str] = "published table"

    columns: tuple[str, ...] | None
    filter: str | None

    @property
    def bare(self) -> str:
        return f"table only {self.sql}"

    @property
    def what(self) -> str:
        columns = f" ({', '.join(self.columns)})" if self.columns is not None else ""
        return f"{self.bare}{columns}{f' where ({self.filter})' if self.filter else ''}"
