"""What new objects of a role are given without a word (ALTER DEFAULT PRIVILEGES)."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Access, Alteration, Catalog, Grant, Key, Object
from confiture.ddl.objects.privileges import privileges


@OBJECTS.register("default-privileges")
@dataclass(frozen=True, kw_only=True)
class DefaultPrivileges(Object):
    """Its path is the schema (empty for all), the role (as `of_role`) and the kind of objects.

    `sql` is that kind as SQL has it: `tables`. `granted` and `revoked` are as in `Access`.
    """

    kind: ClassVar[str] = "default-privileges"
    word: ClassVar[str] = "default privileges on"
    rank: ClassVar[int] = 99
    """First to go and last to come: no object that a migration makes is touched by them, but by
    those that were there and stay."""
    governs: ClassVar[bool] = True

    of_role: str
    schema: str | None
    granted: tuple[Grant, ...]
    revoked: tuple[Grant, ...]

    @property
    def change(self) -> Access:
        """What they give and take, beside what PostgreSQL gives."""
        return Access(self.granted, self.revoked)

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return tuple(self._statements(Access(), self.change))

    def drop(self) -> tuple[str, ...]:
        return tuple(self._statements(self.change, Access()))

    def alter(self, new: DefaultPrivileges, catalog: Catalog) -> Alteration:
        return Alteration(tuple(self._statements(self.change, new.change)))

    def _statements(self, old: Access, new: Access) -> Iterator[str]:
        place = f" in schema {self.schema}" if self.schema else ""
        for statement in privileges(old, new, lambda word: f"{word} on {self.sql}"):
            yield f"alter default privileges for role {self.of_role}{place} {statement}"


def initial_access(one: Object, catalog: Catalog, gone: Set[Key]) -> Access:
    """What an object has from the moment that the reading role makes it, by those default
    privileges of a catalog that are not `gone` by then."""
    word = str(one.default_privileges)
    keys = (
        Key(DefaultPrivileges.kind, (place, "current_user", word)) for place in ("", one.path[0])
    )
    found = [catalog[key] for key in keys if key in catalog and key not in gone]
    changes = [given.change for given in found if isinstance(given, DefaultPrivileges)]
    return Access(
        tuple(grant for change in changes for grant in change.granted),
        tuple(grant for change in changes for grant in change.revoked),
    )
