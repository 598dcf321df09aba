"""Sequences that have a name of their own; those of identity columns are part of the column."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key
from confiture.ddl.objects.counting import Counting
from confiture.ddl.objects.user_type import Successive
from confiture.model.names import literal


@OBJECTS.register("sequence")
@dataclass(frozen=True, kw_only=True)
class NumberSequence(Successive, Counting):
    """Which column owns it is an object of its own: see `sequence_owner`."""

    kind: ClassVar[str] = "sequence"
    word: ClassVar[str] = "sequence"
    rank: ClassVar[int] = 20
    default_privileges: ClassVar[str | None] = "sequences"

    unlogged: bool
    type: str

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("relation", *self.path), ("type", *self.path)})

    @property
    def clauses(self) -> str:
        return (
            f"as {self.type} increment by {self.increment} minvalue {self.least}"
            f" maxvalue {self.most} start with {self.start} cache {self.cache}"
            f"{'' if self.cycle else ' no'} cycle"
        )

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        word = "create unlogged sequence" if self.unlogged else "create sequence"
        of_type = () if self.type == "bigint" else (f"as {self.type}",)
        return (" ".join((word, self.sql, *of_type, *self.unusual(self.type))),)

    def alter(self, new: NumberSequence, catalog: Catalog) -> Alteration:
        statements = list(_bounded(self, new))
        if self.clauses != new.clauses:
            statements.append(f"alter sequence {new.sql} {new.clauses}")
        if self.unlogged != new.unlogged:
            word = "unlogged" if new.unlogged else "logged"
            statements.append(f"alter sequence {new.sql} set {word}")
        return Alteration(tuple(statements))


def _bounded(old: NumberSequence, new: NumberSequence) -> Iterator[str]:
    """Bring the current value within the new bounds, which PostgreSQL refuses to set otherwise.

    A value that has not come as far as the bounds begins at the nearer one; one beyond them stands
    at the last, used up.
    """
    if old.least >= new.least and old.most <= new.most:
        return
    least, most = min(old.least, new.least), max(old.most, new.most)
    if (least, most) != (old.least, old.most):
        yield f"alter sequence {new.sql} as bigint minvalue {least} maxvalue {most}"
    beyond = f"last_value > {new.most}" if new.increment > 0 else f"last_value < {new.least}"
    yield (
        f"select pg_catalog.setval({literal(new.sql).strip()},"
        f" least(greatest(last_value, {new.least}), {new.most}), {beyond})"
        f" from {new.sql} where last_value not between {new.least} and {new.most}"
    )
