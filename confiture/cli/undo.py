"""`confiture undo`."""

from __future__ import annotations

from pathlib import Path

import click

from confiture import api, past
from confiture.cli import options
from confiture.cli.apply import run_plan
from confiture.lang.files import PROJECT_FILE


@click.command()
@click.argument("run", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), default=None, metavar="RECIPE",
              help="Whose environments to ask; default confiture.conf of the project.")  # fmt: skip
@click.option("--env", "environments", multiple=True, metavar="ENV", help="Only these.")
@click.option("--force", is_flag=True, help="Though it fails on a scratch copy without rows.")
@options.yes
@options.output_format
def undo(
    run: str | None,
    file: Path | None,
    environments: tuple[str, ...],
    force: bool,
    yes: bool,
    form: str,
) -> None:
    """Take back the steps of migrations that a run has done.

    Each by its `undo`, the last first. Without RUN, the latest run that has done any; `confiture
    runs` shows them. Nothing is undone where one of them is irreversible. An undo that was stopped
    or killed goes on with `confiture resume`.

    \b
    Examples:
      confiture undo
      confiture undo 20261122T154233-9f2c1a --yes
    """
    recipe = api.load(file or options.project_root() / PROJECT_FILE)
    plan = past.undo(recipe, run, environments=environments, force=force)
    run_plan(plan, root=recipe.root, yes=yes, form=form)
