"""`confiture apply` and `confiture resume`."""

from __future__ import annotations

from pathlib import Path

import click

from confiture import api, runs
from confiture.cli import options, progress
from confiture.cli.show import show_plan
from confiture.plans.plan import Plan


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="RECIPE|PLAN")
@options.settings
@options.accept
@options.only_recipes
@click.option("--only", multiple=True, metavar="STEP", help="Only this step or statement.")
@options.yes
@options.output_format
def apply(
    file: Path,
    settings: tuple[str, ...],
    accept: tuple[str, ...],
    recipes: tuple[str, ...],
    only: tuple[str, ...],
    yes: bool,
    form: str,
) -> None:
    """Run a recipe, or a plan that was reviewed.

    A run that is stopped or killed goes on with `confiture resume`.

    \b
    Examples:
      confiture apply recipes/quickstart.conf
      confiture apply nightly.conf --set region=FR --accept data-loss
      confiture plan nightly.conf -o plan.json && confiture apply plan.json --yes
      confiture apply nightly.conf --only "seed local"
    """
    plan, root = options.plan_of(file, settings, accept, recipes)
    plan = plan.only(only) if only else plan
    run_plan(plan, root=root, yes=yes, form=form)


@click.command()
@click.argument("run", required=False)
@options.output_format
def resume(run: str | None, form: str) -> None:
    """Go on with a run that was stopped, killed, or failed.

    Without RUN, the latest unfinished run of the project.

    \b
    Examples:
      confiture resume
      confiture resume 20261122T154233-9f2c1a
    """
    root = options.project_root()
    found = runs.find(root, run)
    plan = api.read_plan(found.path)
    with progress.stopping() as cancellation:
        events = api.resume(found.run, root=root, cancellation=cancellation)
        progress.follow(plan, events, form=form)


def run_plan(plan: Plan, *, root: Path, yes: bool, form: str) -> None:
    """Show a plan, ask where asking is due, run it, and show it running."""
    if form == "text":
        show_plan(plan)
    if not yes and form == "text" and progress.should_ask(plan):
        click.confirm("Apply this plan?", abort=True, err=True)
    with progress.stopping() as cancellation:
        events = api.apply(plan, root=root, cancellation=cancellation)
        progress.follow(plan, events, form=form)
