"""`confiture build` and `confiture seed`: one-statement recipes over the project's file."""

from __future__ import annotations

from pathlib import Path

import click

from confiture import api
from confiture.cli import options
from confiture.cli.apply import run_plan
from confiture.model.recipe import Build

_ENV = click.argument("environment", required=False)
_ENV_OPTION = click.option("--env", "env", metavar="ENV", help="The environment; same as ENV.")


@click.command()
@_ENV
@_ENV_OPTION
@click.option("--drop", is_flag=True, help="Start over: drop the database if it exists.")
@click.option("--ready", type=click.IntRange(0, 16), default=0, metavar="N",
              help="Keep N clones ready, so that the next fresh database is a rename.")  # fmt: skip
@click.option("--dump", type=click.Path(path_type=Path), metavar="FILE",
              help="Write all DDL files as one script instead.")  # fmt: skip
@options.yes
@options.output_format
def build(
    environment: str | None,
    env: str | None,
    drop: bool,
    ready: int,
    dump: Path | None,
    yes: bool,
    form: str,
) -> None:
    """Build an environment's database from its DDL files.

    The files are those that `schema` of the environment names in confiture.conf. A database
    that was built from the same files is left as it is.

    \b
    Examples:
      confiture build --env local
      confiture build test --drop --ready 4
      confiture build production --dump schema.sql
    """
    name = options.one_environment(environment, env)
    recipe = options.project_recipe(
        f"build {name} {{\n drop_first = {str(drop).lower()}\n ready = {ready}\n}}"
    )
    if dump is not None:
        (statement,) = (s for s in recipe.blocks[-1].statements if isinstance(s, Build))
        dump.write_text(api.dump(recipe, statement), encoding="utf-8")
        return
    accepted = ("data-loss",) if drop else ()
    plan = options.planned(recipe, accept=accepted, recipes=(options.COMMAND_LINE,))
    run_plan(plan, root=recipe.root, yes=yes, form=form)


@click.command()
@_ENV
@_ENV_OPTION
@options.yes
@options.output_format
def seed(environment: str | None, env: str | None, yes: bool, form: str) -> None:
    """Load an environment's seed files.

    The files are those that `seeds` of the environment names in confiture.conf, all in one
    transaction.

    \b
    Examples:
      confiture seed --env local
      confiture build test --drop && confiture seed test
    """
    name = options.one_environment(environment, env)
    recipe = options.project_recipe(f"seed {name}")
    plan = options.planned(recipe, recipes=(options.COMMAND_LINE,))
    run_plan(plan, root=recipe.root, yes=yes, form=form)
