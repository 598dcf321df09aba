"""`confiture graph`: a recipe's or a plan's steps as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from confiture.cli import options
from confiture.errors import Diagnostic, UsageError
from confiture.plans import picture

FORMATS = {
    "tree": picture.tree,
    "mermaid": picture.mermaid,
    "dot": picture.dot,
    "json": picture.json_graph,
    "svg": picture.svg,
}


@click.command()
@click.argument("file", metavar="RECIPE|PLAN", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="tree",
              help="tree is for people to read, the others for programs to draw.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Write it there instead of to the terminal.")  # fmt: skip
@options.settings
@options.only_recipes
def graph(
    file: Path, form: str, output: Path | None, settings: tuple[str, ...], recipes: tuple[str, ...]
) -> None:
    """Draw the steps of a recipe or plan.

    A recipe is planned against the databases as they are; a plan (.json) is drawn as it is.

    \b
    Examples:
      confiture graph recipes/refresh.conf
      confiture graph recipes/refresh.conf --set days=3 --format svg -o refresh.svg
      confiture graph plan.json --format mermaid
      confiture graph plan.json --format dot | dot -Tpdf -o plan.pdf
    """
    plan, _ = options.plan_of(file, settings, (), recipes)
    drawn = FORMATS[form](plan)
    if output is None:
        click.echo(drawn, nl=False)
        return
    try:
        output.write_text(drawn, encoding="utf-8")
    except OSError as error:
        why = (error.strerror or "cannot be written").lower()
        raise UsageError(Diagnostic("cannot-write", f"{output}: {why}")) from error
