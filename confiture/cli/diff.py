"""`confiture diff`: what differs between two databases, or what DDL files make of one."""

from __future__ import annotations

import click

from confiture import api
from confiture.cli import options


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "sql", "json", "html"]),
              default="text", help="What to print.")  # fmt: skip
@click.option("--exit-code", is_flag=True, help="Exit with 2 when there are differences.")
def diff(old: str, new: str, form: str, exit_code: bool) -> None:
    """Show what differs between two sides, and the SQL from OLD to NEW.

    A side is an environment, a URL, a directory of DDL files, an SQL file, such a path in git
    (git:REVISION:PATH), or the word empty. Files are built on the project's private PostgreSQL;
    neither side is changed.

    \b
    Examples:
      confiture diff local db/schema
      confiture diff git:main:db/schema db/schema --format sql
      confiture diff production db/schema --exit-code
    """
    found = api.diff(old, new)
    if form == "json":
        click.echo(found.to_json())
    elif form == "html":
        click.echo(found._repr_html_())
    else:
        click.echo(found.sql if form == "sql" else str(found), nl=False)
    if not found.changes and form == "text":
        click.echo("no difference", err=True)
    if exit_code and found.changes:
        raise click.exceptions.Exit(options.CHANGES_PENDING)
