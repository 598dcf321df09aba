"""Functions, procedures and window functions."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.expressions import reread


def renames(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether an argument loses its name, or has another; CREATE OR REPLACE cannot do that."""
    return any(name and name not in new[place : place + 1] for place, name in enumerate(old))


@OBJECTS.register("routine")
@dataclass(frozen=True, kw_only=True)
class Routine(Object):
    """The path ends with the types of the arguments. `inputs` are their names; `outputs`, for a
    routine that returns a record, the names and types of its columns. `definition` is the whole
    statement, CREATE OR REPLACE."""

    kind: ClassVar[str] = "routine"
    word: ClassVar[str] = "function"
    rank: ClassVar[int] = 25
    default_privileges: ClassVar[str | None] = "functions"

    prokind: str
    result: str
    inputs: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    defaults: str | None
    default_count: int
    definition: str

    @property
    def designation(self) -> str:
        return f"{'procedure' if self.prokind == 'p' else 'function'} {self.sql}"

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("routine", *self.path)})

    @property
    def session_settings(self) -> tuple[str, ...]:
        """A body in a string may name what comes later, or what is found by another search path."""
        return ("set local check_function_bodies = off",)

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (self._statement,)

    @property
    def _statement(self) -> str:
        """A body in a string is nothing that PostgreSQL printed."""
        return self.definition if "\nAS " in self.definition else reread(self.definition)

    def alter(self, new: Routine, catalog: Catalog) -> Alteration | None:
        return Alteration((new._statement,)) if self._is_replaceable(new) else None

    def _is_replaceable(self, new: Routine) -> bool:
        """By CREATE OR REPLACE. The default of a polymorphic argument must keep its type, which
        its text does not tell."""
        same = ("prokind", "result", "outputs")
        if any(getattr(self, name) != getattr(new, name) for name in same):
            return False
        if new.default_count < self.default_count or renames(self.inputs, new.inputs):
            return False
        polymorphic = "any" in self.path[-1]
        return not (polymorphic and self.defaults and self.defaults != new.defaults)
