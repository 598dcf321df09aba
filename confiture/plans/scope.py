"""What planners know and what they add to: one scope for one plan in the making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from confiture.errors import Diagnostic
from confiture.model.declarations import Environment, Value
from confiture.model.recipe import Recipe
from confiture.model.schema import Schema
from confiture.plans.plan import Base, Decision, WayBack
from confiture.steps.abc import Fact, Hazard, Step
from confiture.text import Span

if TYPE_CHECKING:
    from confiture.ddl.files import SqlFile
    from confiture.plans.migrations import Move
    from confiture.plans.trial import Staged, Trial
    from confiture.steps.baseline import Known


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What an environment holds now. `schema` is None where its database does not exist.

    `holds_rows` names the tables with at least one row; `built` is the hash of the DDL files
    that its last build recorded.
    """

    base: Base
    schema: Schema | None
    holds_rows: frozenset[str]
    built: str | None


@dataclass(frozen=True, kw_only=True)
class Desired:
    """DDL files, in order, the schema that they make, and the migrations that a database made from
    them needs no more. The schema is read back from a template database, and empty where no sync of
    the plan asks for it."""

    files: tuple[SqlFile, ...]
    schema_hash: str
    schema: Schema
    migrations: tuple[Known, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Migrating:
    """What a `migrate` has to do. `trials` are the statements of each move, by its number; of a
    `migrate … to`, those of the one difference; `stages` are its own steps, where it has some.
    `untried` says why they could not be tried."""

    moves: tuple[Move, ...]
    trials: tuple[tuple[Trial, ...], ...]
    stages: tuple[Staged, ...] = ()
    untried: str | None = None


@dataclass(kw_only=True)
class Scope:
    """`schemas` follows the plan: it holds what each environment will have at this point."""

    recipe: Recipe
    root: Path
    values: Mapping[str, Value]
    observed: Mapping[str, Observation]
    desired: Mapping[int, Desired]
    files: Mapping[int, tuple[SqlFile, ...]]
    migrating: Mapping[int, Migrating] = field(default_factory=dict)
    schemas: dict[str, Schema | None]
    fresh: set[str] = field(default_factory=set)
    """Environments whose database this plan makes, so that its tables are empty."""
    steps: list[Step] = field(default_factory=list)
    lanes: dict[str, int] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    ways_back: list[WayBack] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _names: Counter[str] = field(default_factory=Counter)

    def environment(self, name: str) -> Environment:
        return self.recipe.environments[name]

    def name(self, wanted: str) -> str:
        """A name that no other statement of the plan has: `seed local`, then `seed local #2`."""
        self._names[wanted] += 1
        count = self._names[wanted]
        return wanted if count == 1 else f"{wanted} #{count}"

    def complain(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self.diagnostics.append(Diagnostic(code, message, span=span, hint=hint))


def statement_fact(statement: str) -> Fact:
    """Holds when all steps of a statement have run."""
    return Fact("end", statement)
