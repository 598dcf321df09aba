"""`confiture compare`: drift between two sides, as findings."""

from __future__ import annotations

from pathlib import Path

import click

from confiture import inspection
from confiture.errors import Diagnostic, UsageError
from confiture.lint.formats import FORMATS

DRIFT = 4
_SIDES = 2


@click.command()
@click.argument("sides", nargs=-1, metavar="A with B")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text",
              help="How findings are written.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False),
              help="Write to this file.")  # fmt: skip
def compare(sides: tuple[str, ...], form: str, output: Path | None) -> None:
    """Report what a database has that another side does not describe, and the reverse.

    Each object that differs is a finding, in the formats of `confiture lint`; sides are named as
    in `confiture diff`. Exits with 4 when there is one.

    \b
    Examples:
      confiture compare production with db/schema
      confiture compare staging with production --format junit -o drift.xml
    """
    words = [side for side in sides if side != "with"]
    if len(words) != _SIDES:
        raise UsageError(
            Diagnostic(
                "which-sides", "name two sides", hint="e.g. confiture compare local with db/schema"
            )
        )
    found = inspection.compare(*words)
    text = FORMATS[form](found)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if not found.findings:
        click.echo("no drift", err=True)
    if found.failed:
        raise click.exceptions.Exit(DRIFT)
