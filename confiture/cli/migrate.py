"""`confiture migrate`: write migrations, run them, and see where databases stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from confiture import generating, migrations
from confiture.cli import options
from confiture.cli.apply import run_plan
from confiture.errors import RecipeError, Severity
from confiture.migrations import Status
from confiture.plans.preview import Preview, as_json, html
from confiture.plans.preview import text as preview_text
from confiture.steps.migration_ledger import Applied

F = TypeVar("F", bound=Callable[..., Any])

_ALL = 1_000_000
"""More migrations than there are. A number with a sign keeps `up --to` from going down."""
_ENV = click.option("--env", "environment", default="local", show_default=True, metavar="ENV",
                    help="The environment.")  # fmt: skip
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
                       help="text for people; json one document on stdout.")  # fmt: skip
_FORCE = click.option("--force", is_flag=True,
                      help="Though files have changed, or come out of order.")  # fmt: skip


@click.group()
def migrate() -> None:
    """Bring databases up to date by migrations.

    Migrations are SQL files in the folder that `migrations` of an environment names:
    20261122143015_add_user_bio.up.sql leads up, ….down.sql back.

    \b
    Examples:
      confiture migrate generate --name "add_user_bio"
      confiture migrate up --dry-run
      confiture migrate up
      confiture migrate down --steps 1
    """


@migrate.command()
@click.option("--name", required=True, help="What it does, in a word or three: add_user_bio.")
@_ENV
@click.option("--empty", is_flag=True, help="Without statements, for you to fill.")
@click.option("--python", is_flag=True, help="A Python file, for what SQL cannot do.")
@click.option("--offline", is_flag=True, help="Plain statements, which may keep others waiting.")
@options.renames
@options.labels
@options.scratch
@options.server_version
def generate(name: str, environment: str, offline: bool, **options_: Any) -> None:
    """Write a migration to what the DDL files describe.

    Its statements lead from what the folder's migrations make of an empty database to what the
    environment's DDL files (`schema`) make; another file leads back. Both are tried on a scratch
    copy first. Nothing is written where there is no difference.

    \b
    Examples:
      confiture migrate generate --name "add_user_bio"
      confiture migrate generate --name "add_user_bio" --server-version 15
      confiture migrate generate --name fill_bio --empty
      confiture migrate generate --name name_mails --rename app.users.mail=email
    """
    made = generating.generate(name, environment=environment, online=not offline, **options_)
    if made is None:
        click.echo("the migrations already make what the DDL files describe", err=True)
        return
    for path in made.paths:
        click.echo(options.shown(path))
    if made.diff is not None:
        click.echo(str(made.diff), err=True, nl=False)
        options.tell(made.diff)


def _previewing(command: F) -> F:
    """The options of a dry run."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what it would do; change nothing."),
        click.option("--dry-run-execute", is_flag=True,
                     help="Run it in a transaction, and roll that back."),
        click.option("--format", "form", type=click.Choice(["text", "json", "jsonl", "html"]),
                     default="text", help="Of the events, or of the dry run (not jsonl)."),
        click.option("--output", type=click.Path(path_type=Path), metavar="FILE",
                     help="Where the dry run is written, instead of stdout."),
    ):  # fmt: skip
        command = option(command)
    return command


@migrate.command()
@_ENV
@click.option("--to", "version", metavar="VERSION", help="No further than this one.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="No more than so many.")
@_FORCE
@_previewing
@options.yes
def up(environment: str, version: str | None, steps: int | None, **options_: Any) -> None:
    """Run the migrations that a database has not been through.

    Each is committed together with its row of the ledger. They are tried on a scratch copy
    first. One that failed, or was killed, between two of its transactions goes on where it
    stopped.

    \b
    Examples:
      confiture migrate up
      confiture migrate up --dry-run --format json --output report.json
      confiture migrate up --env production --to 20261122143015
    """
    count = steps or (None if version is None else _ALL)
    _move(environment, version, count, **options_)


@migrate.command()
@_ENV
@click.option("--to", "version", metavar="VERSION", help="Until this one is the last.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="So many; 1 without --to.")
@_FORCE
@_previewing
@options.yes
def down(environment: str, version: str | None, steps: int | None, **options_: Any) -> None:
    """Take migrations back, the latest first.

    \b
    Examples:
      confiture migrate down
      confiture migrate down --dry-run --steps 2
    """
    count = steps or (1 if version is None else _ALL)
    _move(environment, version, -count, **options_)


def _move(
    environment: str,
    version: str | None,
    steps: int | None,
    *,
    force: bool,
    dry_run: bool,
    dry_run_execute: bool,
    form: str,
    output: Path | None,
    yes: bool,
) -> None:
    if dry_run or dry_run_execute:
        found = migrations.preview(
            environment, version=version, steps=steps, force=force, execute=dry_run_execute
        )
        _show(found, form, output)
        return
    settings = [f"  force = {str(force).lower()}"]
    settings += [f"  version = {json.dumps(version)}"] if version is not None else []
    settings += [f"  steps = {steps}"] if steps is not None else []
    lines = "\n".join(settings)
    recipe = options.project_recipe(f"migrate {options.word(environment)} {{\n{lines}\n}}")
    plan = options.planned(recipe, recipes=(options.COMMAND_LINE,))
    run_plan(plan, root=recipe.root, yes=yes, form=form)


def _show(found: Preview, form: str, output: Path | None) -> None:
    """Print a dry run, or write it; exit with 1 where a statement fails."""
    text = (
        as_json(found).decode() + "\n" if form == "json"
        else html(found) if form == "html" else preview_text(found)
    )  # fmt: skip
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
    if found.failures:
        raise click.exceptions.Exit(1)


@migrate.command()
@_ENV
@click.option("--against", required=True, metavar="URL", help="A copy of production, with rows.")
@_FORCE
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE")
def preflight(environment: str, against: str, force: bool, form: str, output: Path | None) -> None:
    """Try the pending migrations on a copy of production, with its rows.

    All runs in one transaction, which is rolled back; every statement that fails is told.
    """
    found = migrations.preview(environment, force=force, execute=True, against=against)
    _show(found, form, output)


@migrate.command()
@_ENV
@click.option("--through", metavar="VERSION", help="The last one that it has; else all.")
def baseline(environment: str, through: str | None) -> None:
    """Note that a database already has what migrations make, without running them."""
    for one in migrations.baseline(environment, through=through):
        click.echo(one.title)


@migrate.command()
@_ENV
@click.option("--through", required=True, metavar="VERSION", help="The last one that goes in.")
@click.option("--name", default="squashed", show_default=True, help="What the file is called.")
@click.option("--force", is_flag=True, help="Though the database has not been through all.")
def squash(environment: str, through: str, name: str, force: bool) -> None:
    """Put one migration in the place of all up to VERSION.

    It makes the same schema. Databases that have been through all of them need it no more; bring
    the others up to VERSION first: one of the environment that is not there is refused. Migrations
    that make rows, or are Python, are refused.
    """
    for path in migrations.squash(through, environment=environment, name=name, force=force):
        click.echo(options.shown(path))


@migrate.command()
@_ENV
def rebase(environment: str) -> None:
    """Give pending migrations that come too late for their version a later one.

    For those of a branch that was merged after others had been applied. Nothing is renamed where
    all migrations in the new order would make another schema.
    """
    for old, new in migrations.rebase(environment):
        click.echo(f"{old} -> {new}")


@migrate.command()
@_ENV
def current(environment: str) -> None:
    """Show the version of a database."""
    found = migrations.status(environment).current
    click.echo(found.version if found else "none")


@migrate.command()
@_ENV
@_FORMAT
def history(environment: str, form: str) -> None:
    """Show what a database has been through, up and down, in the order in which it was.

    Each line tells when a migration went up or down, how long its transactions took together, and
    the role and the run that did it. What was `stopped` half way was `undone` by a later line.
    """
    rows = migrations.history(environment)
    if form == "json":
        click.echo(msgspec.json.encode(rows))
        return
    for row in rows:
        part = "" if row.is_whole else f", {row.done} of {row.groups} done"
        click.echo(
            f"{row.finished:%Y-%m-%d %H:%M:%S}  {row.version}  {row.name}  {row.state}{part}"
            f"  {row.milliseconds} ms  by {row.done_by}" + (f"  run {row.run}" if row.run else "")
        )


@migrate.command()
@_ENV
@_FORMAT
def validate(environment: str, form: str) -> None:
    """Compare the files with the ledger: what has changed, is gone, or is out of order.

    Exits with 4 where something is wrong; a migration without a way back is a warning.
    """
    found = migrations.status(environment).faults
    if form == "json":
        click.echo(msgspec.json.encode([fault.as_json() for fault in found]))
    else:
        for fault in found:
            click.echo(str(fault))
    if any(fault.severity is Severity.ERROR for fault in found):
        raise click.exceptions.Exit(RecipeError.exit_code)


@migrate.command()
@_ENV
@_FORMAT
@click.option("--exit-code", is_flag=True, help="Exit with 2 when migrations are pending.")
def status(environment: str, form: str, exit_code: bool) -> None:
    """Show which migrations a database has been through, and which are pending.

    Also those that it has been through and whose files are gone.
    """
    found = migrations.status(environment)
    if form == "json":
        click.echo(msgspec.json.encode(_as_json(found)))
    else:
        for line in _status_lines(found):
            click.echo(line)
    if exit_code and found.pending:
        raise click.exceptions.Exit(options.CHANGES_PENDING)


def _as_json(found: Status) -> dict[str, Any]:
    rows = {row.version: row for row in found.ledger}
    return {
        "format_version": 1,
        "current": found.current.version if found.current else None,
        "migrations": [
            {
                "version": one.version,
                "name": one.name,
                "state": rows[one.version].state if one.version in rows else "pending",
                "applied": rows[one.version].applied if one.version in rows else None,
                "reversible": one.is_reversible,
            }
            for one in found.known
        ]
        + [
            {
                "version": row.version,
                "name": row.name,
                "state": "gone",
                "applied": row.applied,
                "reversible": False,
            }
            for row in found.gone
        ],
        "faults": [fault.as_json() for fault in found.faults],
    }


def _status_lines(found: Status) -> list[str]:
    rows = {row.version: row for row in found.ledger}
    lines = [(one.order, one.title, _said(rows.get(one.version))) for one in found.known]
    lines += [
        ((False, int(row.version), row.version), f"{row.version}_{row.name}",
         f"{_said(row)}; its file is gone")
        for row in found.gone
    ]  # fmt: skip
    width = max((len(title) for _, title, _ in lines), default=0)
    return [f"{title:<{width}}  {said}" for _, title, said in sorted(lines)] or ["no migrations"]


def _said(row: Applied | None) -> str:
    if row is None:
        return "pending"
    if row.is_whole:
        return f"{row.state} {row.applied:%Y-%m-%d %H:%M:%S}"
    return f"{row.state}, {row.done} of {row.groups} done"
