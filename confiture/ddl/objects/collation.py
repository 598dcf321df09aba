"""Collations. Their versions belong to the machine and are left alone."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Catalog, Key
from confiture.ddl.objects.user_type import Successive
from confiture.model.names import literal


@OBJECTS.register("collation")
@dataclass(frozen=True, kw_only=True)
class Collation(Successive):
    """`locale` is that of the provider, `lc_collate` and `lc_ctype` those of libc."""

    kind: ClassVar[str] = "collation"
    word: ClassVar[str] = "collation"
    rank: ClassVar[int] = 8

    provider: str
    locale: str | None
    lc_collate: str | None
    lc_ctype: str | None
    rules: str | None
    deterministic: bool

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        strings = {
            "locale": self.locale,
            "lc_collate": self.lc_collate,
            "lc_ctype": self.lc_ctype,
            "rules": self.rules,
        }
        options = [
            f"provider = {self.provider}",
            *(f"{name} = {literal(text).strip()}" for name, text in strings.items() if text),
            *(() if self.deterministic else ("deterministic = false",)),
        ]
        return (f"create collation {self.sql} ({', '.join(options)})",)
