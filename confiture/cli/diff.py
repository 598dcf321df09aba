"""`confiture diff`: what differs between two databases, or what DDL files make of one."""

from __future__ import annotations

import click

from confiture import inspection
from confiture.cli import options


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "sql", "json", "html"]),
              default="text", help="What to print.")  # fmt: skip
@click.option("--offline", is_flag=True,
              help="Plain statements, which may keep others waiting.")  # fmt: skip
@click.option("--no-proof", is_flag=True, help="Do not try the statements on a scratch copy.")
@options.renames
@options.labels
@options.scratch
@click.option("--exit-code", is_flag=True, help="Exit with 2 when there are differences.")
def diff(
    old: str, new: str, form: str, offline: bool, no_proof: bool,
    renames: tuple[str, ...], labels: tuple[str, ...], scratch: str | None, exit_code: bool,
) -> None:  # fmt: skip
    """Show what differs between two sides, and the SQL from OLD to NEW.

    A side is an environment, a URL, a directory of DDL files, an SQL file, such a path in git
    (git:REVISION:PATH), or the word empty. Files are built on the project's private PostgreSQL;
    neither side is changed. The statements are tried on a copy of OLD there, which must become
    NEW. What has another name in NEW is dropped and added, unless you say so by --rename, or by
    a comment in the DDL: -- confiture: renamed from x

    \b
    Examples:
      confiture diff local db/schema
      confiture diff git:main:db/schema db/schema --format sql
      confiture diff production db/schema --exit-code
      confiture diff local db/schema --rename app.users.mail=email
    """
    found = inspection.diff(
        old, new, online=not offline, proven=not no_proof, renames=renames, labels=labels,
        scratch=scratch,
    )  # fmt: skip
    if form == "json":
        click.echo(found.to_json())
    elif form == "html":
        click.echo(found._repr_html_())
    else:
        click.echo(found.sql if form == "sql" else str(found), nl=False)
    if form in ("text", "sql"):
        options.tell(found)
    if not found.changes and form == "text":
        click.echo("no difference", err=True)
    if exit_code and found.changes:
        raise click.exceptions.Exit(options.CHANGES_PENDING)
