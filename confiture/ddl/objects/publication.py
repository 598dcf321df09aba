"""Publications. What they publish beyond all tables are objects of their own: a table that goes
leaves its publications, which stay."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.publication_part import PublicationPart
from confiture.model.names import literal


@OBJECTS.register("publication")
@dataclass(frozen=True, kw_only=True)
class Publication(Object):
    """`publish` are the kinds of changes; `generated` is `publish_generated_columns`, None before
    PostgreSQL 18."""

    kind: ClassVar[str] = "publication"
    word: ClassVar[str] = "publication"
    rank: ClassVar[int] = 80
    in_schema: ClassVar[bool] = False

    all_tables: bool
    publish: tuple[str, ...]
    via_root: bool
    generated: str | None

    @property
    def _options(self) -> str:
        options = f"publish = {literal(', '.join(self.publish))}"
        options += f", publish_via_partition_root = {str(self.via_root).lower()}"
        if self.generated:
            options += f", publish_generated_columns = {self.generated}"
        return options

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = sorted(catalog.parts(self.key), key=lambda part: part.key)
        published = [part.what for part in parts if isinstance(part, PublicationPart)]
        if self.all_tables:
            published = ["all tables"]
        content = f" for {', '.join(published)}" if published else ""
        return (f"create publication {self.sql}{content} with ({self._options})",)

    def alter(self, new: Publication, catalog: Catalog) -> Alteration | None:
        if self.all_tables != new.all_tables:
            return None
        return Alteration((f"alter publication {new.sql} set ({new._options})",))
