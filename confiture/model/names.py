"""Names of database objects, and how SQL spells them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def quote(name: str) -> str:
    """A quoted SQL identifier, whatever the name holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL string, for the few places that take no parameter (DDL, SET, COPY)."""
    body = text.replace("'", "''")
    return f" E'{body.replace(chr(92), chr(92) * 2)}'" if "\\" in body else f"'{body}'"


def nullable(text: str | None) -> str:
    """A quoted SQL string, or null."""
    return "null" if text is None else literal(text).strip()


def spelled(name: str) -> str:
    """A name as recipes write it: in backticks unless it is a plain word."""
    return name if _PLAIN.fullmatch(name) else f"`{name.replace('`', '``')}`"


@dataclass(frozen=True, order=True, slots=True)
class QName:
    """A schema-qualified name; its text is how recipes write it, and no other name has the same."""

    schema: str
    name: str

    @property
    def sql(self) -> str:
        return f"{quote(self.schema)}.{quote(self.name)}"

    def __str__(self) -> str:
        return f"{spelled(self.schema)}.{spelled(self.name)}"
