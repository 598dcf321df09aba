"""Names of database objects, and how SQL spells them."""

from __future__ import annotations

from dataclasses import dataclass


def quote(name: str) -> str:
    """A quoted SQL identifier, whatever the name holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL string, for the few places that take no parameter (DDL, SET, COPY)."""
    body = text.replace("'", "''")
    return f" E'{body.replace(chr(92), chr(92) * 2)}'" if "\\" in body else f"'{body}'"


@dataclass(frozen=True, order=True, slots=True)
class QName:
    """A schema-qualified name."""

    schema: str
    name: str

    @property
    def sql(self) -> str:
        return f"{quote(self.schema)}.{quote(self.name)}"

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"
