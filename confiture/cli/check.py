"""`confiture check` and `confiture fmt`."""

from __future__ import annotations

import difflib
from pathlib import Path

import click
import msgspec

from confiture import api, lang
from confiture.errors import Diagnostic, RecipeError, UsageError

_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RECIPE..."
)


@click.command()
@_FILES
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(files: tuple[Path, ...], form: str) -> None:
    """Check recipes without touching a database.

    \b
    Examples:
      confiture check recipes/*.conf
      confiture check nightly.conf --format json
    """
    found = [problem for file in files for problem in api.check(file)]
    if form == "json":
        click.echo(msgspec.json.encode([diagnostic.as_json() for diagnostic in found]))
    if found and form == "json":
        raise click.exceptions.Exit(RecipeError.exit_code)
    if found:
        raise RecipeError(*found)
    click.echo(f"{len(files)} recipe{'s' if len(files) > 1 else ''} checked, no error", err=True)


@click.command()
@_FILES
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 if it would.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def fmt(files: tuple[Path, ...], only_check: bool, diff: bool) -> None:
    """Format recipes.

    \b
    Examples:
      confiture fmt recipes/*.conf
      confiture fmt --check recipes/*.conf
      confiture fmt --diff nightly.conf
    """
    changed = [file for file in files if _format(file, write=not (only_check or diff), diff=diff)]
    for file in changed:
        verb = "would be formatted" if only_check or diff else "formatted"
        click.echo(f"{file}: {verb}", err=True)
    if changed and only_check:
        raise click.exceptions.Exit(RecipeError.exit_code)


def _format(file: Path, *, write: bool, diff: bool) -> bool:
    try:
        old = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(Diagnostic("unreadable-file", f"{file}: {error}")) from error
    new = lang.format_text(old, name=str(file))
    if new == old:
        return False
    if diff:
        lines = difflib.unified_diff(
            old.splitlines(True), new.splitlines(True), str(file), f"{file} (formatted)"
        )
        click.echo("".join(lines), nl=False)
    if write:
        file.write_text(new, encoding="utf-8")
    return True
