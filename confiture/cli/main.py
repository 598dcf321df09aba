"""The `confiture` command: a table of subcommands, and what becomes of their errors."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import click

from confiture.errors import ConfitureError, UsageError


class Entry(NamedTuple):
    """Where a command lives. The help is repeated here so that `--help` imports none of them."""

    module: str
    attribute: str
    help: str


COMMANDS: Mapping[str, Entry] = {
    "apply": Entry("apply", "apply", "Run a recipe, or a plan that was reviewed."),
    "build": Entry("build", "build", "Build an environment's database from its DDL files."),
    "check": Entry("check", "check", "Check recipes without touching a database."),
    "compare": Entry(
        "compare",
        "compare",
        "Report what a database has that another side does not describe, and the reverse.",
    ),
    "completion": Entry("completion", "completion", "Print the completion script of a shell."),
    "diff": Entry(
        "diff", "diff", "Show what differs between two sides, and the SQL from OLD to NEW."
    ),
    "fmt": Entry("check", "fmt", "Format recipes."),
    "graph": Entry("graph", "graph", "Draw the steps of a recipe or plan."),
    "init": Entry("init", "init", "Make a project whose build works at once."),
    "lint": Entry("lint", "lint", "Find faults of schemas and migrations."),
    "migrate": Entry("migrate", "migrate", "Bring databases up to date by migrations."),
    "plan": Entry("plan", "plan", "Show what a recipe would do, and keep it for apply."),
    "resume": Entry("apply", "resume", "Go on with a run that was stopped, killed, or failed."),
    "runs": Entry("runs", "runs", "Show the runs that the environments' journals tell of."),
    "seed": Entry("build", "seed", "Load an environment's seed files."),
    "server": Entry("server", "server", "The project's private PostgreSQL."),
    "wizard": Entry("wizard", "wizard", "Make a migration by answering questions."),
    "sync": Entry("sync", "sync", "Copy tables between environments, masked on the way."),
    "undo": Entry("undo", "undo", "Take back the steps of migrations that a run has done."),
}

BUG = 70
"""Exit code of a bug in Confiture (EX_SOFTWARE)."""


class Commands(click.Group):
    """Imports a subcommand when it is run, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        with _imports_kept():
            module = importlib.import_module(f"confiture.cli.{entry.module}")
        command: click.Command = getattr(module, entry.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in sorted(COMMANDS)])


@contextmanager
def _imports_kept() -> Iterator[None]:
    """Spare the garbage collector what is imported: it never goes, and costs a third of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `confiture init`, then `confiture build --env local`.",
)
@click.version_option(package_name="confiture")
def cli() -> None:
    """Build, seed, mask and move PostgreSQL databases, from recipes."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and end the process with its exit code."""
    try:
        code = cli.main(arguments, prog_name="confiture", standalone_mode=False)
    except ConfitureError as error:
        show_error(error)
        code = error.exit_code
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = UsageError.exit_code
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception:
        code = BUG
        click.echo(traceback.format_exc(), err=True)
        click.echo("this is a bug in confiture; please report it with the lines above", err=True)
    sys.exit(code if isinstance(code, int) else 0)


def show_error(error: ConfitureError) -> None:
    """Diagnostics on stderr, coloured where that is wanted."""
    for number, diagnostic in enumerate(error.diagnostics):
        if number:
            click.echo(err=True)
        head, _, rest = str(diagnostic).partition("\n")
        severity, _, message = head.partition(": ")
        red = click.style(severity, fg="red", bold=True)
        click.echo(f"{red}: {message}" + (f"\n{rest}" if rest else ""), err=True, color=colour())
    if len(error.diagnostics) > 1:
        click.echo(f"\n{len(error.diagnostics)} errors", err=True)


def colour() -> bool | None:
    """False where NO_COLOR is set; None leaves it to whether stderr is a terminal."""
    return False if os.environ.get("NO_COLOR") else None
