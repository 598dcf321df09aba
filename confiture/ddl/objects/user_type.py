"""What all kinds of user-made types share: one name space, and how a new one takes over. That
they share with collations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from confiture.ddl.objects.abc import Object, Sides
from confiture.ddl.objects.value_types import as_text, is_text
from confiture.model.names import quote


@dataclass(frozen=True, kw_only=True)
class Successive(Object):
    """Where it has to be made anew while columns have it, it is set aside under another name until
    they have gone over to the new one."""

    @property
    def aside(self) -> Self:
        return replace(self, sql=aside_sql(self.sql, self.path[-1]))

    def set_aside(self) -> tuple[str, ...]:
        return (f"alter {self.designation} rename to {quote(aside_name(self.path[-1]))}",)


@dataclass(frozen=True, kw_only=True)
class UserType(Successive):
    """A type: columns have it, and go over to another by way of text."""

    word: ClassVar[str] = "type"
    default_privileges: ClassVar[str | None] = "types"
    sturdy: ClassVar[bool] = True

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("type", *self.path)})

    def converted(self, new: Object, value: str, type_: str, sides: Sides) -> str:
        if is_text(type_, sides.new):
            return as_text(value, type_, sides.new)
        return f"{value}::text::{type_}"


def aside_name(name: str) -> str:
    """A name of at most 63 bytes for what is set aside."""
    return name.encode()[:56].decode(errors="ignore") + " (old)"


def aside_sql(sql: str, name: str) -> str:
    """What SQL calls an object `name` of a schema, once it is set aside."""
    spelled = quote(name) if sql.endswith('"') else name
    return sql.removesuffix(spelled) + quote(aside_name(name))
