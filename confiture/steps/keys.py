"""Indexes and constraints around a load: dropped before the rows, built after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.errors import DatabaseError, Diagnostic, HazardRefused, RecipeError
from confiture.model.names import QName, literal, quote
from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.discreet import without_values
from confiture.steps.node import Node

# Sorting in memory is worth more than a few connections' share of it; the servers of a load idle.
_BUILD_SETTINGS = "set local maintenance_work_mem = '256MB'"


@dataclass(frozen=True, kw_only=True)
class Key:
    """An index, with or without a constraint of the same name.

    `create` makes it, in `tablespace` or the database's own; `after` restores what depends on its
    existence (comments, attachment to a partitioned index, replica identity).
    """

    name: QName
    create: str
    tablespace: str | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """A foreign key: `definition` as pg_get_constraintdef prints it."""

    name: str
    definition: str
    comment: str | None


@dataclass(frozen=True, kw_only=True)
class Constant:
    """A value that a mask puts into a column, as SQL text."""

    column: str
    type: str
    value: str


@STEPS.register("clear-keys")
@dataclass(frozen=True, kw_only=True)
class ClearKeys(Node):
    """Refuses tables that hold rows, unless the plan took the hazard (`replace`).

    Before anything is dropped, the server reads each constant as its column's type.
    """

    kind: ClassVar[str] = "clear-keys"

    tables: tuple[QName, ...]
    drops: tuple[str, ...]
    replace: bool
    constants: tuple[Constant, ...] = ()

    def preview(self) -> str:
        return f"drop {len(self.drops)} indexes and constraints of {len(self.tables)} tables"

    def run(self, work: Work) -> None:
        with work.commit() as session:
            for constant in self.constants:
                _read(session, constant)
            if not self.replace:
                _refuse_rows(session, self.tables, self.environment)
            for drop in self.drops:
                session.script(drop)


@STEPS.register("build-keys")
@dataclass(frozen=True, kw_only=True)
class BuildKeys(Node):
    """The keys of one table, or of a partitioned table and its partitions. Skips what is there."""

    kind: ClassVar[str] = "build-keys"

    table: QName
    keys: tuple[Key, ...]

    def preview(self) -> str:
        return f"build {len(self.keys)} indexes of {self.table}"

    def run(self, work: Work) -> None:
        with work.commit() as session, without_values():
            session.script(_BUILD_SETTINGS)
            for key in self.keys:
                if not session.query("select to_regclass($1) is not null", [key.name.sql])[0][0]:
                    tablespace = literal(key.tablespace or "")
                    session.script(f"set local default_tablespace = {tablespace}; {key.create}")
            for key in self.keys:
                for statement in key.after:
                    session.script(statement)


@STEPS.register("add-foreign-keys")
@dataclass(frozen=True, kw_only=True)
class AddForeignKeys(Node):
    """Foreign keys from one table; adding one proves it on every row."""

    kind: ClassVar[str] = "add-foreign-keys"

    table: QName
    keys: tuple[Foreign, ...]

    def preview(self) -> str:
        return f"add {len(self.keys)} foreign keys to {self.table}"

    def run(self, work: Work) -> None:
        with work.commit() as session, without_values():
            session.script(_BUILD_SETTINGS)
            for key in self.keys:
                if not self._exists(session, key):
                    session.script(
                        f"alter table {self.table.sql}"
                        f" add constraint {quote(key.name)} {key.definition}"
                    )
                if key.comment is not None:
                    session.script(
                        f"comment on constraint {quote(key.name)} on {self.table.sql}"
                        f" is {literal(key.comment)}"
                    )

    def _exists(self, session: Session, key: Foreign) -> bool:
        query = (
            "select exists (select from pg_constraint"
            " where conrelid = $1::regclass and conname = $2)"
        )
        return bool(session.query(query, [self.table.sql, key.name])[0][0])


def _read(session: Session, constant: Constant) -> None:
    """Raise RecipeError unless the server takes the value for the column's type."""
    try:
        session.query(f"select {literal(constant.value)}::{constant.type}")
    except DatabaseError as error:
        raise RecipeError(
            Diagnostic(
                "mask-does-not-fit",
                f"{constant.column}: constant({constant.value!r}) is no value of type"
                f" {constant.type}",
            )
        ) from error


def _refuse_rows(session: Session, tables: tuple[QName, ...], environment: str) -> None:
    """Raise HazardRefused when one of the tables holds a row."""
    full = [t for t in tables if session.query(f"select exists (select from only {t.sql})")[0][0]]
    if full:
        names = ", ".join(map(str, full))
        raise HazardRefused(
            Diagnostic(
                "rows-would-be-lost",
                f"{environment} already holds rows in {names}",
                hint="make a new plan: it will name the hazard, to accept with --accept data-loss",
            )
        )
