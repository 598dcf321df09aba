"""Foreign servers."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_server_options, server_options
from confiture.ddl.objects.secret_options import with_secrets
from confiture.model.names import literal, nullable


@OBJECTS.register("server")
@dataclass(frozen=True, kw_only=True)
class ForeignServer(Object):
    """`label` is its TYPE, which nothing but the wrapper reads; `secrets` are the names of options
    whose values we do not look at."""

    kind: ClassVar[str] = "server"
    word: ClassVar[str] = "server"
    rank: ClassVar[int] = 28
    in_schema: ClassVar[bool] = False

    wrapper: str
    label: str | None
    version: str | None
    options: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]

    def privilege(self, word: str) -> str:
        return f"{word} on foreign server {self.sql}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            f"create server {self.sql}",
            f"type {literal(self.label).strip()}" if self.label is not None else "",
            f"version {literal(self.version).strip()}" if self.version is not None else "",
            f"foreign data wrapper {self.wrapper}",
            server_options(with_secrets(self.options, self.secrets)),
        ]
        return (" ".join(filter(None, parts)),)

    def alter(self, new: ForeignServer, catalog: Catalog) -> Alteration | None:
        if (self.wrapper, self.label) != (new.wrapper, new.label):
            return None
        return Alteration(tuple(_altered(self, new)))


def _altered(old: ForeignServer, new: ForeignServer) -> Iterator[str]:
    subject = f"alter server {new.sql}"
    if old.version != new.version:
        yield f"{subject} version {nullable(new.version)}"
    yield from changed_server_options(
        subject, with_secrets(old.options, old.secrets), with_secrets(new.options, new.secrets)
    )
