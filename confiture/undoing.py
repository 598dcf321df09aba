"""Which run is to be taken back, and whether that works: looked up and tried up front."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from confiture.errors import (
    ConfitureError,
    DatabaseError,
    Diagnostic,
    RecipeError,
    UsageError,
    did_you_mean,
)
from confiture.pg import journal, objects
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow
from confiture.pg.observe import observe_all
from confiture.pg.session import Session
from confiture.plans.plan import Plan, from_json
from confiture.plans.undo import Return, returns, undo_plan
from confiture.stages import acts_tried

_ROWS = "it was tried on a scratch copy without rows; where it needs rows to work: --force"


@dataclass(frozen=True, kw_only=True)
class Past:
    """A run that has done something by steps of migrations, as a journal tells it."""

    run: str
    plan: Plan
    started: datetime


def find(sessions: Iterable[tuple[str, Session]], run: str | None) -> Past:
    """The run of that id, or the latest that can be thought of; `sessions` are on the journals.

    Raises UsageError where there is none.
    """
    found: list[Past] = []
    known: list[str] = []
    for _, session in sessions:
        rows = journal.runs(session)
        known += [row.id for row in rows]
        for row in rows if run is None else [row for row in rows if row.id == run]:
            past = _past(row)
            if past is not None and _touched(session, past):
                found.append(past)
                break
    if found:
        return max(found, key=lambda past: past.started)
    if run is not None and run not in known:
        hint = did_you_mean(run, known) or "see: confiture runs"
        raise UsageError(Diagnostic("unknown-run", f"no run {run!r}", hint=hint))
    who = "no run" if run is None else f"run {run}"
    verb = "has" if run is None else "has, or no longer has,"
    raise UsageError(
        Diagnostic(
            "nothing-to-undo",
            f"{who} {verb} done a step of a migration",
            hint="only `migrate ENV { step … }` is undone; files go back with: confiture migrate"
            " down",
        )
    )


def plan(past: Past, databases: Databases, *, begun: str | None, force: bool) -> Plan:
    """The plan that takes a run back; `begun` is one that was to do so and is not finished.

    Raises RecipeError for what cannot be undone and, unless `force`, for what fails on a scratch
    copy.
    """
    done: dict[str, frozenset[str]] = {}
    touched: set[str] = set()
    for name in sorted({way.environment for way in past.plan.ways_back}):
        if databases.exists(name):
            with databases.session(name, read_only=True) as session:
                if journal.exists(session):
                    done[name] = _done(session, past.run)
                    touched |= _touched(session, past)
    back, notes = _tried(returns(past.plan, touched), databases)
    errors = [error for one in back for act in one.acts for error in act.errors]
    if errors and not force:
        remedy = f"go on with the undo that was begun: confiture resume {begun}" if begun else _ROWS
        raise RecipeError(*(replace(one, hint=one.hint or remedy) for one in errors))
    names = {one.way.environment for one in back}
    bases = [one.base for one in observe_all(databases, sorted(names), with_rows=()).values()]
    return undo_plan(past.plan, past.run, back, done=done, bases=bases, notes=notes)


def _past(row: RunRow) -> Past | None:
    """None for a run without steps of migrations, and for a plan of another version."""
    try:
        plan = from_json(row.plan, name=row.id)
    except ConfitureError:
        return None
    return Past(run=row.id, plan=plan, started=row.started) if plan.ways_back else None


def _done(session: Session, run: str) -> frozenset[str]:
    return frozenset(row.step for row in journal.steps_of(session, run))


def _touched(session: Session, past: Past) -> frozenset[str]:
    """The steps of migrations that are done, and those that may be half done: of one that no
    transaction holds, the journal knows that it began."""
    loose = {step.id for step in past.plan.steps if not step.transactional}
    begun = journal.begun(session, past.run) & loose
    return (_done(session, past.run) | begun) & {s for w in past.plan.ways_back for s in w.steps}


def _tried(back: tuple[Return, ...], databases: Databases) -> tuple[tuple[Return, ...], list[str]]:
    """The ways back with what was seen of them on scratch copies, or why nothing was."""
    tried: dict[int, Return] = {}
    notes = []
    for name in sorted({one.way.environment for one in back}):
        own = [one for one in back if one.way.environment == name]
        with databases.session(name, read_only=True) as session:
            catalog = objects.read(session)
        try:
            acts = iter(acts_tried((act for one in own for act in one.acts), catalog, databases))
        except DatabaseError as error:
            notes.append(f"not tried on a scratch copy: {error.diagnostics[0].message}")
            continue
        tried |= {id(one): replace(one, acts=tuple(next(acts) for _ in one.acts)) for one in own}
    return tuple(tried.get(id(one), one) for one in back), notes
