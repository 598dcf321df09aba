"""Sequences of identity columns: a part of the column, with grants and comments of their own."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.counting import Counting

_NAMEDATALEN = 64
_INHERITED_BY_PARTITIONS = 170000
"""The version from which a partition's column is an identity by its parent's."""


@dataclass(frozen=True, kw_only=True)
class IdentitySequence(Counting):
    """The sequence of an identity column; `name` is its `path` as SQL spells it. `type` is None
    where it is the column's."""

    name: str
    path: tuple[str, str]
    type: str | None

    @property
    def relation(self) -> tuple[str, ...]:
        return ("relation", *self.path)

    def options(self, column: tuple[str, ...], type_: str) -> str:
        """What PostgreSQL would do otherwise for a column of that path and type."""
        schema, table, name = column
        usual = (schema, f"{table}_{name}_seq")
        is_usual = self.path == usual and len(usual[1].encode()) < _NAMEDATALEN
        words = () if is_usual else (f"sequence name {self.name}",)
        said = " ".join((*words, *self.unusual(type_)))
        return f" ({said})" if said else ""

    @property
    def clauses(self) -> str:
        return (
            f"increment by {self.increment} minvalue {self.least} maxvalue {self.most}"
            f" cache {self.cache}{'' if self.cycle else ' no'} cycle"
        )

    @property
    def settings(self) -> str:
        """As ALTER COLUMN takes them."""
        words = (
            f"increment by {self.increment}", f"minvalue {self.least}", f"maxvalue {self.most}",
            f"start with {self.start}", f"cache {self.cache}",
            f"{'' if self.cycle else 'no '}cycle",
        )  # fmt: skip
        return " ".join(f"set {word}" for word in words)

    def retyped(self, type_: str) -> str:
        return f"alter sequence {self.name} as {type_} {self.clauses}"


def is_numbered_apart(column: Key, catalog: Catalog, made: Set[Key]) -> bool:
    """Whether a new column of a table that was there becomes an identity by a statement of its own:
    ADD COLUMN refuses that where children get the column too. Rows that are there forbid it then,
    as they have no number."""
    partitioned = getattr(catalog[Key("table", column.path[:2])], "partition_key", None)
    if partitioned and catalog.version >= _INHERITED_BY_PARTITIONS:
        return False
    heirs = (one for one in catalog.values() if column in one.parents)
    return any(Key("table", one.path[:2]) not in made for one in heirs)


@OBJECTS.register("identity-sequence")
@dataclass(frozen=True, kw_only=True)
class IdentitySequenceAccess(Object):
    """Its path is that of its column, which makes, alters, renames and drops it."""

    kind: ClassVar[str] = "identity-sequence"
    word: ClassVar[str] = "sequence"
    rank: ClassVar[int] = 32
    sturdy: ClassVar[bool] = True
    default_privileges: ClassVar[str | None] = "sequences"

    @property
    def made_with(self) -> Key:
        return Key("table", self.path[:2])

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return ()

    def drop(self) -> tuple[str, ...]:
        return ()

    def alter(self, new: IdentitySequenceAccess, catalog: Catalog) -> Alteration:
        return Alteration(())
