"""One statement of a migration, and what was seen of it on a scratch copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from confiture.ddl.groups import Mode
from confiture.errors import Diagnostic
from confiture.model.effects import Effect
from confiture.model.recipe import Stage
from confiture.plans.risk import Risk
from confiture.steps.statement import Bound, Statement
from confiture.text import Span


@dataclass(frozen=True, kw_only=True)
class Trial:
    """`place` is `file:line:column`; `group` counts the migration's transactions from 1; `data`
    are the rows of a COPY, `function` the one to call where `sql` is Python, and `values` those of
    its parameters. `effect` and `risk` are None where it was not tried, or failed with `error`;
    `on` says where that was seen. `begun` is one outside of transactions that may have run already.
    `span` is where it stands in a recipe."""

    sql: str
    place: str
    group: int
    mode: Mode
    data: str | None = None
    function: str | None = None
    values: tuple[Bound, ...] = ()
    effect: Effect | None = None
    risk: Risk | None = None
    error: Diagnostic | None = None
    on: Literal["scratch", "target"] = "scratch"
    begun: bool = False
    span: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """A `verify` of a step; `error` is why it could not be asked on the scratch copy."""

    sql: Statement
    message: str | None
    span: Span
    error: Diagnostic | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One transaction of a step: its statements, or the one that stands outside of any, or a
    check. `within` is a statement timeout in milliseconds, 0 for none."""

    trials: tuple[Trial, ...] = ()
    check: Check | None = None
    within: int = 0

    @property
    def errors(self) -> Iterator[Diagnostic]:
        yield from (one.error for one in self.trials if one.error is not None)
        if self.check is not None and self.check.error is not None:
            yield self.check.error


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A step of `migrate ENV { … }`: what it does, and what takes that back."""

    stage: Stage
    acts: tuple[Act, ...]
    undo: tuple[Act, ...]

    @property
    def errors(self) -> Iterator[Diagnostic]:
        for act in (*self.acts, *self.undo):
            yield from act.errors
