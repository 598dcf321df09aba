"""What an undo tells the journal of the run that it takes back.

A step of that run which is undone is no longer done, so its row goes, in the transaction that
undoes it. Whoever undoes the run again, or goes on with it, finds what really stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from confiture.errors import Diagnostic, StalePlan
from confiture.steps.abc import Session

_NOTE = (
    "insert into confiture.begun (run, step, sequences) values ($1, $2, '[]')"
    " on conflict do nothing returning true"
)


@dataclass(frozen=True, kw_only=True)
class TakesBack:
    """`steps` of `run` are taken back, and these of it are `done` until then. With the `last` the
    run is undone, as far as this database goes."""

    run: str
    steps: tuple[str, ...]
    done: tuple[str, ...]
    last: bool

    def confirm(self, session: Session) -> None:
        """Raises StalePlan where the run has gone on, or was undone, since the plan was made."""
        query = "select step from confiture.step where run = $1"
        if {step for (step,) in session.query(query, [self.run])} != {*self.done}:
            message = f"run {self.run} has gone on since the plan was made, or was undone"
            raise StalePlan(
                Diagnostic("stale-plan", message, hint=f"look again: confiture undo {self.run}")
            )

    def tell(self, session: Session) -> None:
        for table in ("step", "begun"):
            session.query(
                f"delete from confiture.{table} where run = $1 and step = any ($2)",
                [self.run, list(self.steps)],
            )
        if self.last:
            session.query(
                "update confiture.run set state = 'undone', ended = clock_timestamp()"
                " where id = $1",
                [self.run],
            )


def note_begun(session: Session, run: str, step: str) -> bool:
    """Note that a step has begun which no transaction holds; whether it was noted before."""
    return not session.query(_NOTE, [run, step])
