"""Operators."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("operator")
@dataclass(frozen=True, kw_only=True)
class Operator(Object):
    """`sql` is `schema.@@ (left, right)`, `name` without the types; a prefix operator has no
    `left`. Other operators are named as `operator(schema.@@)`."""

    kind: ClassVar[str] = "operator"
    word: ClassVar[str] = "operator"
    rank: ClassVar[int] = 26

    name: str
    left: str | None
    right: str | None
    function: str
    commutator: str | None
    negator: str | None
    restrict: str | None
    join: str | None
    hashes: bool
    merges: bool

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """PostgreSQL keeps a place for a commutator or negator that does not exist yet."""
        options = {
            "function": self.function,
            "leftarg": self.left,
            "rightarg": self.right,
            "commutator": self.commutator,
            "negator": self.negator,
            "restrict": self.restrict,
            "join": self.join,
        }
        words = [f"{name} = {value}" for name, value in options.items() if value]
        words += [word for word in ("hashes", "merges") if getattr(self, word)]
        return (f"create operator {self.name} ({', '.join(words)})",)

    def alter(self, new: Operator, catalog: Catalog) -> Alteration | None:
        """PostgreSQL before 17 alters no more than the estimators."""
        if replace(self, restrict=new.restrict, join=new.join, comment=new.comment,
                   owner=new.owner) != new:  # fmt: skip
            return None
        estimators = f"restrict = {new.restrict or 'none'}, join = {new.join or 'none'}"
        return Alteration((f"alter {self.designation} set ({estimators})",))
