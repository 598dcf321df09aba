"""What parts of a publication share."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import Catalog, Key, Object


@dataclass(frozen=True, kw_only=True)
class PublicationPart(Object):
    """Its path begins with the publication, which `publication` spells as SQL does."""

    rank: ClassVar[int] = 81
    in_schema: ClassVar[bool] = False

    publication: str

    @property
    def bare(self) -> str:
        """What is published, as ALTER PUBLICATION … DROP takes it."""
        raise NotImplementedError

    @property
    def what(self) -> str:
        """The same with all that ADD takes."""
        return self.bare

    @property
    def made_with(self) -> Key:
        return Key("publication", self.path[:1])

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"alter publication {self.publication} add {self.what}",)

    def drop(self) -> tuple[str, ...]:
        return (f"alter publication {self.publication} drop {self.bare}",)
