"""Tables for people, by rich."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from confiture.plans.plan import Plan

_WIDTH_OF_FILES = 160


def columns_table(plan: Plan) -> Table:
    table = Table("table", "column", "", "how", title="What happens to every column")
    for decision in plan.decisions:
        style = "green" if decision.what == "masked" else "dim"
        table.add_row(decision.table, decision.column, decision.what, decision.detail, style=style)
    return table


def console(*, err: bool = True) -> Console:
    """A console that leaves colours out where NO_COLOR is set or the output is not a terminal."""
    made = Console(stderr=err, highlight=False)
    if not made.is_terminal:
        made.width = _WIDTH_OF_FILES
    return made
