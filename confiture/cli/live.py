"""A run as a table that changes, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.live import Live
from rich.markup import escape
from rich.table import Table

from confiture.cli.progress import MARKS, line
from confiture.cli.tables import console
from confiture.execute.events import Event, State
from confiture.execute.report import ACTIVE, ENDED, Report
from confiture.model.quantities import duration, number, size

_SHOWN_ROWS = 18


def show(report: Report, events: Iterable[Event]) -> None:
    with Live(
        console=console(), refresh_per_second=8, get_renderable=lambda: _table(report)
    ) as live:
        for event in events:
            if event.state in (State.FAILED, State.CANCELLED):
                live.console.print(f"[red]{escape(line(event))}[/red]")


def _table(report: Report) -> Table:
    """The steps that run and those that ended last; the others as a count."""
    events = list(report.latest.values())
    active = [event for event in events if event.state in ACTIVE]
    ended = [event for event in events if event.state in ENDED]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("step")
    for heading in ("rows", "size", "rows/s", "time", "to go"):
        table.add_column(heading, justify="right")
    room = max(_SHOWN_ROWS - len(active), 4)
    for event in [*ended[-room:], *active]:
        table.add_row(*_cells(report, event), style=None if event in active else "dim")
    waiting = len(report.plan.steps) - len(active) - len(ended)
    table.add_row("", f"{len(ended)} done, {len(active)} running, {waiting} waiting", style="bold")
    return table


def _cells(report: Report, event: Event) -> Iterator[str]:
    seconds, left = report.seconds_of(event), report.seconds_left(event)
    yield MARKS[event.state]
    yield escape(event.step or "")
    yield number(event.rows) if event.rows else ""
    yield size(event.bytes) if event.bytes else ""
    yield number(round(event.rows / seconds)) if event.rows and seconds else ""
    yield duration(seconds)
    yield duration(left) if left is not None else ""
