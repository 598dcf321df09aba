"""`confiture plan`."""

from __future__ import annotations

from pathlib import Path

import click

from confiture.cli import options
from confiture.cli.show import show_plan


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="RECIPE")
@options.settings
@options.accept
@options.only_recipes
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Keep the plan in a file.")
@click.option("--exit-code", is_flag=True, help="Exit with 2 when there is something to do.")
@click.option("--columns", is_flag=True, help="Show what happens to every column.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def plan(
    file: Path,
    settings: tuple[str, ...],
    accept: tuple[str, ...],
    recipes: tuple[str, ...],
    output: Path | None,
    exit_code: bool,
    columns: bool,
    form: str,
) -> None:
    """Show what a recipe would do, and keep it for apply.

    \b
    Examples:
      confiture plan recipes/quickstart.conf
      confiture plan nightly.conf -o plan.json && confiture apply plan.json
      confiture plan nightly.conf --columns
      confiture plan nightly.conf --exit-code     # 2: there is something to do
    """
    planned, _ = options.plan_of(file, settings, accept, recipes)
    if output is not None:
        output.write_bytes(planned.to_json())
    if form == "json":
        click.echo(planned.to_json())
    else:
        show_plan(planned, columns=columns, err=False)
    if exit_code and planned.steps:
        raise click.exceptions.Exit(options.CHANGES_PENDING)
