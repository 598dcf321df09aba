"""What a role is called, and how it shows who it is, at a foreign server."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_server_options, server_options
from confiture.ddl.objects.secret_options import with_secrets


@OBJECTS.register("user-mapping")
@dataclass(frozen=True, kw_only=True)
class UserMapping(Object):
    """`sql` is the role (`current_user` for the reading one), and `secrets` are the names of
    options whose values we do not look at."""

    kind: ClassVar[str] = "user-mapping"
    word: ClassVar[str] = "user mapping"
    rank: ClassVar[int] = 29
    in_schema: ClassVar[bool] = False

    server: str
    options: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]

    @property
    def designation(self) -> str:
        return f"user mapping for {self.sql} server {self.server}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        options = server_options(with_secrets(self.options, self.secrets))
        return (f"create {self.designation} {options}".rstrip(),)

    def alter(self, new: UserMapping, catalog: Catalog) -> Alteration:
        before = with_secrets(self.options, self.secrets)
        after = with_secrets(new.options, new.secrets)
        return Alteration(tuple(changed_server_options(f"alter {new.designation}", before, after)))
