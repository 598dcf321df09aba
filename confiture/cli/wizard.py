"""`confiture wizard`: a migration by questions. Each answer has an option of its own."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path

import click

from confiture import generating, migrating
from confiture.cli import options
from confiture.errors import Diagnostic, UsageError
from confiture.generating import Proposal
from confiture.lang.files import PROJECT_FILE
from confiture.plans.risk import WARNED

_MEANINGS = {
    "data-loss": "rows or values are lost for good",
    "rewrite": "the table is written anew, and nobody can use it meanwhile",
    "lock": "nobody can write the table while it is read whole",
}
_ALTERNATIVES = {
    "data-loss": "keep it for a release, and drop it when nothing reads it any more",
    "rewrite": "add a new column beside the old one, fill it in parts, and change over",
    "lock": "at a quiet time; there is no form of it that lets others write meanwhile",
}
_ONLINE = "with --online, the form that lets others work is written where there is one"


@click.command()
@click.option("--env", "environment", metavar="ENV", help="Whose DDL files and migrations.")
@options.renames
@click.option("--drop", "drops", is_flag=True, help="What may be renamed is dropped and added.")
@options.labels
@click.option(
    "--offline/--online", default=None, help="Plain statements, or such as let others work."
)
@options.server_version
@click.option("--accept-risk", is_flag=True, help="Go on though something is lost, or others wait.")
@click.option("--name", help="What the migration does, in a word or three.")
@click.option("--recipe", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a recipe that runs it, too.")  # fmt: skip
@click.option("--no-recipe", is_flag=True, help="Write none.")
def wizard(
    environment: str | None,
    renames: tuple[str, ...],
    drops: bool,
    labels: tuple[str, ...],
    offline: bool | None,
    server_version: int | None,
    accept_risk: bool,
    name: str | None,
    recipe: Path | None,
    no_recipe: bool,
) -> None:
    """Make a migration by answering questions.

    Compares the DDL files with what the migrations make; asks what was renamed; shows what each
    change costs, and what else could be done; writes the migration, and a recipe that runs it.
    Without a terminal, each question that no option answers is an error.

    \b
    Examples:
      confiture wizard
      confiture wizard --env local --drop --online --accept-risk --name drop_fax --no-recipe
    """
    environment = environment or _ask("environment", "--env", default="local")
    online = not (offline if offline is not None else False)
    propose = partial(
        generating.propose, environment, online=online, labels=labels, server_version=server_version
    )
    made = propose(renames=renames)
    if not made.there.statements:
        click.echo("the migrations already make what the DDL files describe", err=True)
        return
    chosen = () if drops else _renamed(made)
    if chosen:
        made = propose(renames=(*renames, *chosen))
    click.echo(str(made.there), nl=False)
    for note in made.there.notes:
        click.echo(f"note: {note}")
    _weigh(made, online=online, accepted=accept_risk)
    name = name or _ask("name of the migration", "--name")
    file = None if no_recipe else recipe or _recipe()
    if file is not None and file.exists():
        raise UsageError(Diagnostic("cannot-write", f"{file}: File exists", hint="name another"))
    for path in generating.write(made, name).paths:
        click.echo(options.shown(path))
    if file is not None:
        _write_recipe(file, name, environment)


def _recipe() -> Path | None:
    text = _ask("recipe to write, or none", "--recipe or --no-recipe", default="none")
    return None if text == "none" else Path(text)


def _renamed(made: Proposal) -> tuple[str, ...]:
    """The renames that the user confirms."""
    chosen: list[str] = []
    for one in made.there.candidates:
        question = str(one).partition(" may be ")
        old = question[2].partition(" renamed:")[0]
        if _confirm(f"was {old} renamed to {question[0]}?", f"--rename {one.option} or --drop"):
            chosen.append(one.option)
    return tuple(chosen)


def _weigh(made: Proposal, *, online: bool, accepted: bool) -> None:
    risky = [one for one in made.there.statements if one.risk in WARNED]
    for risk in dict.fromkeys(one.risk for one in risky):
        other = _ONLINE if risk == "lock" and not online else _ALTERNATIVES[risk]
        click.echo(f"{risk}: {_MEANINGS[risk]}\n  else: {other}")
    if risky and not accepted and not _confirm("write it all the same?", "--accept-risk"):
        raise click.exceptions.Abort


def _write_recipe(path: Path, name: str, environment: str) -> None:
    word = "".join(c if c.isalnum() else "_" for c in name)
    project = os.path.relpath(options.project_root() / PROJECT_FILE, path.parent)
    text = f"include {json.dumps(project)}\n\nrecipe {word} {{\n  migrate {environment}\n}}\n"
    migrating.write([(path, text)])
    click.echo(options.shown(path))


def _ask(question: str, option: str, *, default: str | None = None) -> str:
    _need_terminal(question, option)
    return str(click.prompt(question, default=default, err=True))


def _confirm(question: str, option: str) -> bool:
    _need_terminal(question, option)
    return click.confirm(question, err=True)


def _need_terminal(question: str, option: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            Diagnostic(
                "unanswered", f"nobody is there to ask: {question}", hint=f"say it: {option}"
            )
        )
