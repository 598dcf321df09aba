"""What a run adds up to: the latest event of each step, rows, bytes, rates."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import escape

from confiture.execute.events import Event, State
from confiture.model.quantities import duration, number, size
from confiture.plans.plan import Plan

ACTIVE = (State.STARTED, State.RUNNING)
ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class Report:
    """Follows the events of a run; text, JSON and HTML of it may be asked for at any time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.run = ""
        self.latest: dict[str, Event] = {}
        self._started = time.monotonic()
        self._ended: float | None = None
        self._began: dict[str, float] = {}
        self._expected = {step.id: int(getattr(step, "expected", 0)) for step in plan.steps}

    def follow(self, events: Iterable[Event]) -> Iterator[Event]:
        """Pass the events on, noting each."""
        try:
            for event in events:
                self._note(event)
                yield event
        finally:
            self._ended = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the report was made, to now or to the end of the run."""
        return (self._ended or time.monotonic()) - self._started

    @property
    def state(self) -> str:
        """`done`, `running`, or what the first step in trouble came to."""
        for event in self.latest.values():
            if event.state in (State.FAILED, State.CANCELLED):
                return str(event.state)
        return "done" if self._ended is not None else "running"

    @property
    def rows(self) -> int:
        return sum(event.rows for event in self.latest.values())

    @property
    def bytes(self) -> int:
        """Bytes of rows read from sources."""
        return sum(event.bytes for event in self.latest.values() if event.rows)

    def seconds_of(self, event: Event) -> float:
        """How long the step of the event has been running, to now or to its end."""
        if event.step in self._began and event.state in ACTIVE:
            return time.monotonic() - self._began[event.step]
        return event.seconds

    def seconds_left(self, event: Event) -> float | None:
        """For a running copy, from the planner's estimate of its rows; None where unknown."""
        expected = self._expected.get(event.step or "", 0)
        if event.state is not State.RUNNING or not event.rows or expected <= event.rows:
            return None
        return self.seconds_of(event) * (expected - event.rows) / event.rows

    def as_json(self) -> dict[str, object]:
        return {
            "run": self.run,
            "plan": self.plan.digest,
            "state": self.state,
            "seconds": round(self.seconds, 3),
            "rows": self.rows,
            "bytes": self.bytes,
            "steps": [asdict(event) for event in self.latest.values()],
        }

    def __str__(self) -> str:
        done = sum(event.state is State.DONE for event in self.latest.values())
        text = f"{done} of {len(self.plan.steps)} steps done in {duration(self.seconds)}"
        copying = self._copying()
        if self.rows and copying:
            rate = number(round(self.rows / copying))
            text += (
                f"; {number(self.rows)} rows, {size(self.bytes)} copied"
                f" in {duration(copying)} ({rate} rows/s)"
            )
        return text

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(event.step or '')}</td><td>{event.state}</td>"
            f"<td align=right>{number(event.rows) if event.rows else ''}</td></tr>"
            for event in self.latest.values()
        )
        head = "<tr><th>step</th><th></th><th>rows</th></tr>"
        return f"<p>{self.state}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _note(self, event: Event) -> None:
        self.run = event.run
        if event.step is not None:
            self.latest[event.step] = event
            if event.state is State.STARTED:
                self._began[event.step] = time.monotonic()

    def _copying(self) -> float:
        """Seconds between the start of the first copy and the end of the last."""
        copies = [
            (self._began[step], self._began[step] + event.seconds)
            for step, event in self.latest.items()
            if event.rows and step in self._began
        ]
        return max(end for _, end in copies) - min(begin for begin, _ in copies) if copies else 0.0
