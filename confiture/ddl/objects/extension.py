"""Extensions. What needs a member of one needs the extension: members are no objects here."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.model.names import literal


@OBJECTS.register("extension")
@dataclass(frozen=True, kw_only=True)
class Extension(Object):
    """`schema` is where its members lie; `version` is None where it is the server's default, which
    another server need not have. It has an owner, but no statement that changes it."""

    kind: ClassVar[str] = "extension"
    word: ClassVar[str] = "extension"
    rank: ClassVar[int] = 2
    in_schema: ClassVar[bool] = False

    schema: str
    version: str | None
    relocatable: bool

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        version = f" version {literal(self.version).strip()}" if self.version else ""
        made_so = f"create extension {self.sql} with schema {self.schema}{version}"
        # The extension brings a comment of its own.
        return (made_so,) if self.comment else (made_so, self.comment_statement(None))

    def alter(self, new: Extension, catalog: Catalog) -> Alteration | None:
        if self.schema != new.schema and not self.relocatable:
            return None
        statements = []
        if self.schema != new.schema:
            statements.append(f"alter extension {new.sql} set schema {new.schema}")
        if self.version != new.version:
            version = f" to {literal(new.version).strip()}" if new.version else ""
            statements.append(f"alter extension {new.sql} update{version}")
        return Alteration(tuple(statements))
