"""The journal of runs in a database: what is done is written in the transaction that does it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from confiture.errors import Diagnostic, RunInProgress
from confiture.pg.catalog import sql
from confiture.steps.abc import Result, Session, Step


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """One run as a database's journal tells it."""

    id: str
    recipe: str
    digest: str
    plan: bytes
    state: str
    steps: int
    message: str | None
    started: datetime
    ended: datetime | None


@dataclass(frozen=True, kw_only=True)
class StepRow:
    step: str
    kind: str
    statement: str
    result: Result
    finished: datetime


def exists(session: Session) -> bool:
    return bool(session.query("select to_regclass('confiture.step') is not null")[0][0])


def make(session: Session) -> None:
    """The journal, where it is missing. Wants a transaction."""
    # Two first runs at once would both create the schema; `if not exists` does not help there.
    session.query("select pg_advisory_xact_lock(hashtextextended('confiture.journal', 0))")
    if not exists(session):
        session.script(sql("journal"))


def open_run(session: Session, run: RunRow) -> int:
    """Make the journal where it is missing, enter the run, and take the next fencing token."""
    with session.transaction():
        make(session)
        session.query(
            "insert into confiture.run (id, recipe, digest, plan, state, steps)"
            " values ($1, $2, $3, $4, 'running', $5)"
            " on conflict (id) do update set state = 'running', message = null, ended = null",
            [run.id, run.recipe, run.digest, run.plan.decode(), run.steps],
        )
        # Whoever holds the lock is alone, so other runs that say they are running are not.
        session.query(
            "update confiture.run set state = 'interrupted', ended = clock_timestamp()"
            " where state = 'running' and id <> $1",
            [run.id],
        )
        rows = session.query(
            "insert into confiture.fence (token, run) values (1, $1)"
            " on conflict (one) do update set token = fence.token + 1, run = excluded.run"
            " returning token",
            [run.id],
        )
    return int(rows[0][0])


def check_fence(session: Session, run: str, token: int, environment: str) -> None:
    """Raise RunInProgress when a later run has taken over; else keep it out until we commit.

    The run counts besides its token: a database that was made anew counts from one again.
    """
    rows = session.query("select token::text, run from confiture.fence for share")
    if not rows or (int(rows[0][0]), rows[0][1]) != (token, run):
        holder = rows[0][1] if rows else "none"
        raise RunInProgress(
            Diagnostic(
                "fenced-off",
                f"run {holder} has taken over {environment}",
                hint="let it finish; `confiture runs` shows it",
            )
        )


def write_step(session: Session, run: str, step: Step, result: Result) -> None:
    session.query(
        "insert into confiture.step (run, step, kind, statement, result)"
        " values ($1, $2, $3, $4, $5::text::jsonb)"
        " on conflict (run, step) do update"
        " set result = excluded.result, finished = clock_timestamp()",
        [run, step.id, step.kind, step.statement, json.dumps(result)],
    )
    session.query("delete from confiture.begun where run = $1 and step = $2", [run, step.id])


def close_run(session: Session, run: str, token: int, state: str, message: str | None) -> None:
    """Write how the run ended, unless another process goes on with the same run by now."""
    session.query(
        "update confiture.run set state = $2, message = $3, ended = clock_timestamp()"
        " where id = $1 and not exists"
        " (select from confiture.fence f where f.run = $1 and f.token <> $4)",
        [run, state, message, token],
    )


def last_run(session: Session) -> str | None:
    """The run that wrote last, or writes now."""
    if not exists(session):
        return None
    rows = session.query("select run from confiture.fence")
    return rows[0][0] if rows else None


def knows(session: Session, run: str) -> bool:
    """Whether the run has ever taken this database."""
    query = "select exists (select from confiture.run where id = $1)"
    return exists(session) and bool(session.query(query, [run])[0][0])


def forget_steps(session: Session, run: str, steps: frozenset[str]) -> None:
    """Take back that steps are done, before they run again."""
    session.query(
        "delete from confiture.step where run = $1 and step = any ($2)", [run, sorted(steps)]
    )


def begun(session: Session, run: str) -> frozenset[str]:
    """The steps of a run that have begun, and are not done as far as the journal knows."""
    rows = session.query("select step from confiture.begun where run = $1", [run])
    return frozenset(step for (step,) in rows)


def steps_of(session: Session, run: str) -> list[StepRow]:
    rows = session.query(
        "select step, kind, statement, result, finished from confiture.step where run = $1"
        " order by finished",
        [run],
    )
    return [
        StepRow(step=step, kind=kind, statement=statement, result=result, finished=finished)
        for step, kind, statement, result, finished in rows
    ]


def runs(session: Session) -> list[RunRow]:
    """All runs that the database knows of, the latest first."""
    rows = session.query(
        "select id, recipe, digest, plan, state, steps, message, started, ended"
        " from confiture.run order by started desc"
    )
    return [
        RunRow(
            id=id_, recipe=recipe, digest=digest, plan=plan.encode(), state=state, steps=steps,
            message=message, started=started, ended=ended,
        )
        for id_, recipe, digest, plan, state, steps, message, started, ended in rows
    ]  # fmt: skip


def last_build(session: Session) -> str | None:
    """The hash of the DDL files that the database was last built from."""
    if not exists(session):
        return None
    rows = session.query(
        "select result->>'schema_hash' from confiture.step"
        " where result ? 'schema_hash' order by finished desc limit 1"
    )
    return rows[0][0] if rows else None


@dataclass(frozen=True)
class History:
    """All rows of a journal as JSON, and its token."""

    runs: str
    steps: str
    token: int


def history(session: Session) -> History | None:
    """What a database has been through; None where it has no journal."""
    if not exists(session):
        return None
    rows = session.query(
        "select (select coalesce(jsonb_agg(r), '[]')::text from confiture.run r),"
        " (select coalesce(jsonb_agg(s), '[]')::text from confiture.step s),"
        " (select coalesce(max(token), 0) from confiture.fence)"
    )
    return History(*rows[0])


def adopt(session: Session, history: History) -> None:
    """Carry the history of a database over to the one that will replace it."""
    with session.transaction():
        for table, rows in (("run", history.runs), ("step", history.steps)):
            session.query(
                f"insert into confiture.{table}"
                f" select * from jsonb_populate_recordset(null::confiture.{table}, $1::text::jsonb)"
                " on conflict do nothing",
                [rows],
            )
        session.query("update confiture.fence set token = token + $1", [history.token])
