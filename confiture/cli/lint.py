"""`confiture lint`: faults of schemas and migrations."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from confiture import inspection
from confiture.errors import UsageError
from confiture.lint import RULES
from confiture.lint.choose import unknown
from confiture.lint.formats import FORMATS
from confiture.lint.manual import page

FAULTY = 4


def _rules(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        for name, rule in sorted(RULES.items()):
            click.echo(f"{rule.group:<10} {rule.severity:<8} {name:<38} {rule.summary}")
        context.exit()


def _explain(context: click.Context, _: click.Parameter, name: str | None) -> None:
    if name is not None:
        fault = unknown(name)
        if fault is not None:
            raise UsageError(fault)
        click.echo(page(RULES[name]), nl=False)
        context.exit()


@click.command()
@click.argument("what", nargs=-1)
@click.option("--env", metavar="NAME", help="The environment whose lint settings hold.")
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules or groups.")
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules or groups.")
@click.option("--as", "kind", type=click.Choice(["migration"]), help="Take the files for these.")
@click.option("--against", metavar="SIDE", help="The schema that the first migration finds.")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text",
              help="How findings are written.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False),
              help="Write to this file.")  # fmt: skip
@click.option("--fix", is_flag=True, help="First mend in the files what has one safe remedy.")
@click.option("--rules", is_flag=True, is_eager=True, expose_value=False, callback=_rules,
              help="List all rules, and end.")  # fmt: skip
@click.option("--explain", metavar="RULE", is_eager=True, expose_value=False, callback=_explain,
              help="Show the page of a rule, and end.")  # fmt: skip
def lint(
    what: tuple[str, ...],
    env: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    kind: str | None,
    against: str | None,
    form: str,
    output: Path | None,
    fix: bool,
) -> None:
    """Find faults of schemas and migrations.

    WHAT is an environment, a URL, DDL files or their folder, or such a path in git; files named
    NUMBER_NAME.up.sql and NUMBER_NAME.down.sql are migrations, and are rehearsed on a scratch
    database. Without WHAT, the project's own schema and migrations are meant. A finding that is
    an error makes the exit code 4.

    \b
    Examples:
      confiture lint
      confiture lint production --select unused-index,sequence-near-end
      confiture lint db/migrations --format github
      confiture lint change.sql --as migration --against production
    """
    find = partial(
        inspection.lint, *what, environment=env, select=select, ignore=ignore, against=against,
        migrations=kind is not None,
    )  # fmt: skip
    found = find()
    if fix and (mended := inspection.mend(found)):
        click.echo("mended " + ", ".join(map(str, mended)), err=True)
        found = find()
    text = FORMATS[form](found)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if not found.findings:
        click.echo("no findings", err=True)
    if found.failed:
        raise click.exceptions.Exit(FAULTY)
