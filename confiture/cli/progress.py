"""A run as it happens: a live table on a terminal, lines elsewhere, or JSON."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType

import click
import msgspec
from rich.live import Live
from rich.table import Table

from confiture.cli.show import console, duration, number, size
from confiture.execute.cancellation import Cancellation
from confiture.execute.events import Event, State
from confiture.plan.plan import Plan

_SHOWN_ROWS = 18
_TROUBLE = (State.FAILED, State.CANCELLED)
_MARKS = {
    State.PLANNED: "·",
    State.SKIPPED: "-",
    State.STARTED: "▸",
    State.RUNNING: "▸",
    State.DONE: "✓",
    State.FAILED: "✗",
    State.CANCELLED: "■",
}


class Board:
    """The latest event of each step, and what they add up to."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.started = time.monotonic()
        self.latest: dict[str, Event] = {}
        self.run = ""
        self._expected = {step.id: int(getattr(step, "expected", 0)) for step in plan.steps}
        self._began: dict[str, float] = {}

    def note(self, event: Event) -> None:
        self.run = event.run
        if event.step is not None:
            self.latest[event.step] = event
            if event.state is State.STARTED:
                self._began[event.step] = time.monotonic()

    def seconds(self, event: Event) -> float:
        if event.step in self._began and event.state in (State.STARTED, State.RUNNING):
            return time.monotonic() - self._began[event.step]
        return event.seconds

    def totals(self) -> tuple[int, int]:
        events = self.latest.values()
        return sum(e.rows for e in events), sum(e.bytes for e in events if e.rows)

    def eta(self, event: Event) -> str:
        """Seconds to go for a copy, from the planner's estimate of its rows."""
        expected = self._expected.get(event.step or "", 0)
        if event.state is not State.RUNNING or not event.rows or expected <= event.rows:
            return ""
        return duration(self.seconds(event) * (expected - event.rows) / event.rows)

    def report(self) -> str:
        rows, moved = self.totals()
        elapsed = time.monotonic() - self.started
        done = sum(event.state is State.DONE for event in self.latest.values())
        text = f"{done} of {len(self.plan.steps)} steps done in {duration(elapsed)}"
        copying = self._copying()
        if rows and copying:
            text += (
                f"; {number(rows)} rows, {size(moved)} copied in {duration(copying)}"
                f" ({number(round(rows / copying))} rows/s)"
            )
        return text

    def _copying(self) -> float:
        """Seconds between the start of the first copy and the end of the last."""
        copies = [
            (self._began[id_], self._began[id_] + event.seconds)
            for id_, event in self.latest.items()
            if event.rows and id_ in self._began
        ]
        return max(e for _, e in copies) - min(b for b, _ in copies) if copies else 0.0


@contextmanager
def stopping() -> Iterator[Cancellation]:
    """A cancellation that Ctrl-C and SIGTERM set; a second Ctrl-C ends the process at once."""
    cancellation = Cancellation()

    def stop(number: int, _: FrameType | None) -> None:
        if cancellation:
            os._exit(128 + number)
        click.echo("stopping; once more to leave at once", err=True)
        # Cancelling queries takes a moment, which a signal handler has not.
        threading.Thread(target=cancellation.set, daemon=True).start()

    before = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancellation
    finally:
        for signal_number, handler in before.items():
            signal.signal(signal_number, handler)


def should_ask(plan: Plan) -> bool:
    """Ask a person at a terminal before writing to a server that is not the project's own."""
    written = {step.environment for step in plan.steps if step.lasting}
    return sys.stdin.isatty() and any(not plan.access(name).embedded for name in written)


def follow(plan: Plan, events: Iterable[Event], *, form: str) -> None:
    """Consume the events of a run, showing them; errors pass through."""
    board = Board(plan)
    try:
        if form == "jsonl":
            _json_lines(board, events)
        elif form == "json":
            _quiet(board, events)
        elif console().is_terminal:
            _live(board, events)
        else:
            _lines(board, events)
    finally:
        if form == "json":
            click.echo(msgspec.json.encode(_document(board)))
        elif form == "text":
            click.echo(board.report(), err=True)


def _quiet(board: Board, events: Iterable[Event]) -> None:
    for event in events:
        board.note(event)


def _json_lines(board: Board, events: Iterable[Event]) -> None:
    for event in events:
        board.note(event)
        click.echo(msgspec.json.encode(asdict(event)))


def _document(board: Board) -> dict[str, object]:
    rows, moved = board.totals()
    states = {event.state for event in board.latest.values()}
    return {
        "run": board.run,
        "plan": board.plan.digest,
        "state": "failed" if states & set(_TROUBLE) else "done",
        "seconds": round(time.monotonic() - board.started, 3),
        "rows": rows,
        "bytes": moved,
        "steps": [asdict(event) for event in board.latest.values()],
    }


def _lines(board: Board, events: Iterable[Event]) -> None:
    for event in events:
        board.note(event)
        if event.state not in (State.RUNNING, State.STARTED):
            click.echo(_line(event), err=True)


def _line(event: Event) -> str:
    text = f"{_MARKS[event.state]} {event.step} ({duration(event.seconds)})"
    if event.rows:
        rate = event.rows / event.seconds if event.seconds else 0
        text += f" {number(event.rows)} rows, {size(event.bytes)}, {number(round(rate))} rows/s"
    if event.state is State.SKIPPED:
        text = f"{_MARKS[event.state]} {event.step} (done before)"
    return text


def _live(board: Board, events: Iterable[Event]) -> None:
    with Live(
        console=console(), refresh_per_second=8, get_renderable=lambda: _table(board)
    ) as live:
        for event in events:
            board.note(event)
            if event.state in _TROUBLE:
                live.console.print(f"[red]{_line(event)}[/red]")


def _table(board: Board) -> Table:
    """The steps that run and those that ended last; the others as a count."""
    active = [e for e in board.latest.values() if e.state in (State.STARTED, State.RUNNING)]
    ended = [e for e in board.latest.values() if e.state in (State.DONE, *_TROUBLE)]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("step")
    for heading in ("rows", "size", "rows/s", "time", "to go"):
        table.add_column(heading, justify="right")
    room = max(_SHOWN_ROWS - len(active), 4)
    for event in [*ended[-room:], *active]:
        table.add_row(*_cells(board, event), style=None if event in active else "dim")
    waiting = len(board.plan.steps) - len(active) - len(ended)
    table.add_row("", f"{len(ended)} done, {len(active)} running, {waiting} waiting", style="bold")
    return table


def _cells(board: Board, event: Event) -> Iterator[str]:
    seconds = board.seconds(event)
    yield _MARKS[event.state]
    yield event.step or ""
    yield number(event.rows) if event.rows else ""
    yield size(event.bytes) if event.bytes else ""
    yield number(round(event.rows / seconds)) if event.rows and seconds else ""
    yield duration(seconds)
    yield board.eta(event)
