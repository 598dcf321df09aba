"""A run as it happens: a live table on a terminal, lines elsewhere, or JSON."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType

import click
import msgspec

from confiture.execute.cancellation import Cancellation
from confiture.execute.events import Event, State
from confiture.execute.report import ACTIVE, Report
from confiture.model.quantities import duration, number, size
from confiture.plans.plan import Plan

MARKS = {
    State.PLANNED: "·",
    State.SKIPPED: "-",
    State.STARTED: "▸",
    State.RUNNING: "▸",
    State.DONE: "✓",
    State.FAILED: "✗",
    State.CANCELLED: "■",
}


@contextmanager
def stopping() -> Iterator[Cancellation]:
    """A cancellation that Ctrl-C and SIGTERM set; a second Ctrl-C ends the process at once."""
    cancellation = Cancellation()

    def stop(number: int, _: FrameType | None) -> None:
        if cancellation:
            os._exit(128 + number)
        # Not click.echo: the signal may have come in the middle of a write to stderr.
        os.write(2, b"stopping; once more to leave at once\n")
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
    report = Report(plan)
    followed = report.follow(events)
    try:
        if form == "jsonl":
            for event in followed:
                click.echo(msgspec.json.encode(asdict(event)))
        elif form == "json":
            deque(followed, maxlen=0)
        elif sys.stderr.isatty():
            from confiture.cli import live  # noqa: PLC0415 - rich is slow to load

            live.show(report, followed)
        else:
            _lines(followed)
    finally:
        if form == "json":
            click.echo(msgspec.json.encode(report.as_json()))
        elif form == "text":
            click.echo(str(report), err=True)


def _lines(events: Iterable[Event]) -> None:
    for event in events:
        if event.state not in ACTIVE:
            click.echo(line(event), err=True)
        elif event.message:
            click.echo(f"{MARKS[event.state]} {event.step}: {event.message}", err=True)


def line(event: Event) -> str:
    if event.state is State.SKIPPED:
        return f"{MARKS[event.state]} {event.step} (done before)"
    text = f"{MARKS[event.state]} {event.step} ({duration(event.seconds)})"
    if event.rows:
        rate = event.rows / event.seconds if event.seconds else 0
        text += f" {number(event.rows)} rows, {size(event.bytes)}, {number(round(rate))} rows/s"
    return text
