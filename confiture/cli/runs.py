"""`confiture runs`."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.table import Table

from confiture import api, past
from confiture.cli import options
from confiture.cli.tables import console
from confiture.lang.files import PROJECT_FILE


@click.command()
@click.option("--file", "file", type=click.Path(path_type=Path), default=None, metavar="RECIPE",
              help="Whose environments to ask; default confiture.conf of the project.")  # fmt: skip
@click.option("--env", "environments", multiple=True, metavar="ENV", help="Only these.")
@click.option("--steps", metavar="RUN", help="Show the steps of one run instead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def runs(file: Path | None, environments: tuple[str, ...], steps: str | None, form: str) -> None:
    """Show the runs that the environments' journals tell of.

    \b
    Examples:
      confiture runs
      confiture runs --file recipes/quickstart.conf --env local
      confiture runs --steps 20261122T154233-9f2c1a
    """
    recipe = api.load(file or options.project_root() / PROJECT_FILE)
    if steps is not None:
        rows: list[dict[str, object]] = [
            {"environment": name, "step": row.step, "finished": row.finished, **row.result}
            for name, row in past.steps_of(recipe, steps, environments)
        ]
        _render(rows, ("environment", "step", "finished", "rows"), form)
        return
    rows = [
        {
            "run": row.id, "environment": name, "recipe": row.recipe, "state": row.state,
            "steps": row.steps, "started": row.started, "ended": row.ended,
            "message": row.message,
        }
        for name, row in past.history(recipe, environments)
    ]  # fmt: skip
    _render(rows, ("run", "environment", "recipe", "state", "started", "ended", "message"), form)


def _render(rows: list[dict[str, object]], columns: tuple[str, ...], form: str) -> None:
    if form == "json":
        click.echo(msgspec.json.encode(rows))
        return
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("run", "step"))
    for row in rows:
        table.add_row(*("" if row.get(c) is None else _short(row[c]) for c in columns))
    console(err=False).print(table)


def _short(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if hasattr(value, "strftime") else str(value)
