"""Migrations that a database has without having run them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.steps import migration_ledger as ledger
from confiture.steps.abc import STEPS, Work
from confiture.steps.node import Node


@dataclass(frozen=True, kw_only=True)
class Known:
    """A migration by its name."""

    version: str
    name: str
    checksum: str


@STEPS.register("baseline")
@dataclass(frozen=True, kw_only=True)
class Baseline(Node):
    """Tells the ledger that a database has what migrations make, without running them."""

    kind: ClassVar[str] = "baseline"

    migrations: tuple[Known, ...]

    def preview(self) -> str:
        return (
            f"note {len(self.migrations)} migrations as done, up to {self.migrations[-1].version}"
        )

    def run(self, work: Work) -> None:
        with work.commit() as session:
            for one in self.migrations:
                ledger.baseline(session, one.version, one.name, one.checksum, run=work.run)
