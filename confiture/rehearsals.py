"""Migrations tried on scratch copies: what each statement does, before it is done for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import nullcontext
from dataclasses import replace
from itertools import groupby

from confiture.ddl.files import SqlFile
from confiture.ddl.groups import Mode, groups, statement_span
from confiture.ddl.objects import Catalog, Pace
from confiture.ddl.objects.text import from_text
from confiture.ddl.script import CopyBlock
from confiture.ddl.touch import Touch, touch
from confiture.errors import ConfitureError, DatabaseError, Diagnostic
from confiture.model.effects import Effect
from confiture.pg import concurrently
from confiture.pg.databases import Databases
from confiture.pg.rehearsal import Rehearsal
from confiture.pg.scratch import copy_of
from confiture.pg.session import Session
from confiture.plans.diff import Diff, diff
from confiture.plans.migrations import Move
from confiture.plans.risk import Risk, risk
from confiture.plans.scope import Migrating
from confiture.plans.script import LOSES
from confiture.plans.trial import Check, Trial
from confiture.steps import migration_ledger
from confiture.steps.code import AFTER, BEFORE, CLEANUP, HOOKS, call
from confiture.steps.migration_ledger import Applied
from confiture.steps.script import fresh
from confiture.steps.statement import Statement

_MISNAMED = "42"
_UNDEFINED = frozenset({"42P01", "42703", "42704", "42883"})
"""What a server says of objects that are not there."""


def tried(
    moves: Sequence[Move], catalog: Catalog, databases: Databases, *, before: str | None
) -> Migrating:
    """The statements of migrations, tried one after another on a copy of a database without rows.
    `before` is what one leads back to that is undone.

    Raises RecipeError for what is wrong with files. Where the copy cannot be made, nothing is
    tried; where a statement fails, nothing after it.
    """
    plain = tuple(tuple(_untried(move, catalog, before)) for move in moves)
    if not any(plain):
        return Migrating(moves=tuple(moves), trials=plain)
    try:
        with copy_of(catalog, databases) as session:
            attempt = Attempt(session)
            seen = tuple(tuple(attempt.run(trials)) for trials in plain)
    except DatabaseError as error:
        return Migrating(moves=tuple(moves), trials=plain, untried=error.diagnostics[0].message)
    return Migrating(moves=tuple(moves), trials=seen)


def state_before(session: Session, ledger: Iterable[Applied]) -> str | None:
    """The schema before a migration that was stopped half way, where there is one."""
    for row in ledger:
        if row.state in ("applying", "undoing"):
            return migration_ledger.before(session, row.version)
    return None


_MODES: Mapping[Pace, Mode] = {
    "quick": "transaction", "slow": "transaction", "apart": "apart", "backfill": "backfill",
}  # fmt: skip


def as_trials(found: Diff) -> tuple[Trial, ...]:
    """The statements of a difference, with what was seen of them when it was proven."""
    return tuple(
        Trial(
            sql=one.sql, place=str(one.action.key), group=one.group, mode=_MODES[one.pace],
            effect=one.effect, risk=one.risk if one.effect else None,
        )
        for one in found.statements
    )  # fmt: skip


def _untried(move: Move, catalog: Catalog, before: str | None) -> Iterator[Trial]:
    """What is left of a migration: from the first group that is not done."""
    if move.undo:
        yield from as_trials(diff(catalog, from_text(before) if before else catalog))
        return
    for one in _all(move):
        if one.group > move.done:
            yield replace(one, begun=move.begun and one.group == move.done + 1)


def _all(move: Move) -> list[Trial]:
    """The statements of a migration, with the functions of its Python around them: in the first
    and the last transaction, or in one of their own where the file has none there."""
    file = move.migration.down if move.down else move.migration.up
    python = move.migration.python
    trials = list(of_file(file)) if file is not None else []
    if python is None:
        return trials
    if file is None:
        word = "down" if move.down else "up"
        trials = [_calling(python, word, 1)]
    defined = frozenset(re.findall(r"^def (\w+)\(", python.text, re.MULTILINE)) & {*HOOKS}
    if move.down or not defined:
        return trials
    return _hooked(trials, python, defined)


def _hooked(trials: list[Trial], python: SqlFile, defined: Set[str]) -> list[Trial]:
    before = [name for name in BEFORE if name in defined]
    after = [name for name in AFTER if name in defined]
    if before and trials[0].mode != "transaction":
        trials = [replace(one, group=one.group + 1) for one in trials]
    first = 1 if before else trials[0].group
    last = trials[-1].group + (trials[-1].mode != "transaction")
    found = [_calling(python, name, first) for name in before]
    found += trials
    found += [_calling(python, name, last) for name in after]
    if CLEANUP in defined:
        found.append(_calling(python, CLEANUP, found[-1].group + 1))
    return found


def _calling(python: SqlFile, function: str, group: int) -> Trial:
    return Trial(
        sql=python.text, place=python.name, group=group, mode="transaction", function=function
    )


def of_file(file: SqlFile) -> Iterator[Trial]:
    for number, group in enumerate(groups(file), 1):
        for piece in group.pieces:
            yield Trial(
                sql=piece.text.strip(),
                place=str(statement_span(file, piece)),
                group=number,
                mode=group.mode,
                data=piece.data if isinstance(piece, CopyBlock) else None,
            )


class Attempt:
    """Trials on one session of a scratch database, until the first that fails."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rehearsal = Rehearsal(session)
        self._failed = False

    def check(self, check: Check) -> Check:
        """What the query says of a database without rows says nothing; what it names must be."""
        if self._failed:
            return check
        try:
            with self._session.transaction():
                self._session.script("set local search_path = public")
                self._session.script("set transaction read only")
                self._session.query(check.sql.text, check.sql.parameters)
        except DatabaseError as error:
            if (error.sqlstate or "").startswith(_MISNAMED):
                self._failed = True
                return replace(check, error=replace(error.diagnostics[0], span=check.span))
        return check

    def run(self, trials: Iterable[Trial]) -> Iterator[Trial]:
        for _, group in groupby(trials, key=lambda trial: trial.group):
            yield from self.group(list(group))

    def group(self, group: list[Trial]) -> list[Trial]:
        """One transaction, as far as it goes; a failure takes back what came before it there."""
        if self._failed:
            return group
        first = fresh(self._session)
        done: list[Trial] = []
        apart = group[0].mode == "apart"
        try:
            with nullcontext() if apart else self._session.transaction():
                self._session.script(first)
                for trial in group:
                    done.append(_one(self._session, self._rehearsal, trial))
        except ConfitureError as error:
            self._failed = True
            failed = group[len(done)]
            done.append(replace(failed, error=_placed(error, failed)))
        return [*done, *group[len(done) :]]


def _one(session: Session, rehearsal: Rehearsal, trial: Trial) -> Trial:
    if trial.data is not None:
        session.copy_in(trial.sql, trial.data)
        return replace(trial, effect=Effect(), risk="irreversible")
    if trial.begun and _is_done(session, trial):
        return replace(trial, effect=Effect(), risk=risk_of(trial.sql, None))
    if trial.function is not None:
        name, place = trial.function, trial.place
        effect = rehearsal.watch(lambda: call(trial.sql, name, session, place=place))
        return replace(trial, effect=effect, risk="irreversible")
    if trial.values:
        bound = Statement(text=trial.sql, place=trial.place, values=trial.values)
        effect = rehearsal.watch(lambda: session.query(bound.text, bound.parameters))
    else:
        effect = rehearsal.run(trial.sql)
    return replace(trial, effect=effect, risk=risk_of(trial.sql, effect))


def _is_done(session: Session, trial: Trial) -> bool:
    """Whether the copy, as the database that it is of, has what the statement makes."""
    from confiture.ddl.parser import is_of_index_concurrently  # noqa: PLC0415 - 70 ms

    there = trial.mode == "apart" and is_of_index_concurrently(trial.sql)
    return there and concurrently.done(session, trial.sql)


def executed(found: Migrating, session: Session) -> Migrating:
    """The statements run on a session of the database itself, in one transaction that is rolled
    back, each that fails for itself, so that all failures are found.

    What refuses transactions is left as it was seen on the scratch copy, and so is what fails
    because it needs that.
    """
    execution = _Execution(session)
    session.script("begin")
    try:
        trials = tuple(tuple(map(execution.run, of_move)) for of_move in found.trials)
    finally:
        session.script("rollback")
    return replace(found, trials=trials)


class _Execution:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._rehearsal = Rehearsal(session)
        self._first = fresh(session)
        self._left_out = False

    def run(self, trial: Trial) -> Trial:
        if trial.mode == "apart":
            self._left_out = True
            return trial
        try:
            with self._session.transaction():
                self._session.script(self._first)
                done = _one(self._session, self._rehearsal, replace(trial, error=None))
                return replace(done, on="target")
        except ConfitureError as error:
            if self._left_out and trial.error is None and _is_undefined(error):
                return trial
            return replace(trial, error=_placed(error, trial), effect=None, on="target")


def _is_undefined(error: ConfitureError) -> bool:
    return isinstance(error, DatabaseError) and error.sqlstate in _UNDEFINED


def risk_of(sql: str, effect: Effect | None) -> Risk:
    """What a statement of a migration may cost: what it loses was seen, or its words say it."""
    found = touch(sql)
    lost = effect is not None and bool(effect.lost)
    return risk(
        effect,
        loses=lost or found is Touch.LOSES or LOSES in sql.splitlines(),
        changes_rows=found in (Touch.CHANGES, Touch.FILLS),
        adds=found is Touch.ADDS,
    )


def _placed(error: ConfitureError, trial: Trial) -> Diagnostic:
    first = error.diagnostics[0]
    if trial.span is not None:
        return replace(first, span=trial.span)
    place = "" if trial.function else f"{trial.place}: "
    return Diagnostic(first.code, f"{place}{first.message}", hint=first.hint)
