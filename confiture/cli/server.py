"""`confiture server`: the project's private PostgreSQL."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

import click
import msgspec

from confiture.cli import options
from confiture.pg import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAINTENANCE = "postgres"
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def server() -> None:
    """The project's private PostgreSQL.

    Commands that need it start it, and the last of them stops it. Its databases stay on disk
    below .confiture/ and are not safe against a crash of the machine: keep nothing there that
    cannot be made again.

    \b
    Examples:
      confiture server start
      confiture server psql local
      confiture server stop
    """


@server.command()
@_FORMAT
def start(form: str) -> None:
    """Start it, and keep it running until `stop`.

    \b
    Examples:
      confiture server start
    """
    _show(embedded.start(options.project_root()), form)


@server.command()
@click.option("--force", is_flag=True, help="End the sessions of those who use it.")
def stop(force: bool) -> None:
    """Stop it, and let the next command that needs it start it again.

    \b
    Examples:
      confiture server stop
      confiture server stop --force
    """
    stopped = embedded.stop(options.project_root(), force=force)
    click.echo("stopped" if stopped else "it was not running", err=True)


@server.command()
@_FORMAT
def status(form: str) -> None:
    """Show whether it runs, where its data are, and its databases.

    \b
    Examples:
      confiture server status
      confiture server status --format json
    """
    _show(embedded.status(options.project_root()), form)


@server.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    options_metavar="",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[DATABASE] [ARGS]...")
@click.pass_context
def psql(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open psql on one of its databases, by default `postgres`.

    ARGS go to psql. The server runs at least as long as psql does.

    \b
    Examples:
      confiture server psql local
      confiture server psql local -c 'select count(*) from users'
      confiture server psql --list
    """
    database, *rest = arguments or [_MAINTENANCE]
    if database.startswith("-"):
        database, rest = _MAINTENANCE, [database, *rest]
    with embedded.lease(options.project_root()) as running:
        code = _run([str(running.psql_path), "-d", running.dsn(database), *rest])
    context.exit(code)


def _run(command: Sequence[str]) -> int:
    """Run a program on our terminal; the exit code as a shell gives it."""
    with subprocess.Popen(command) as child:  # noqa: S603 - a program of the server's own
        # Ctrl-C is psql's: it cancels a statement there, and must not end us before it.
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            code = child.wait()
        finally:
            signal.signal(signal.SIGINT, previous)
    return code if code >= 0 else 128 - code


def _show(found: embedded.Status, form: str) -> None:
    if form == "json":
        click.echo(msgspec.json.encode(found, enc_hook=str))
        return
    for name, value in _lines(found):
        click.echo(f"{name:<10}{value}")


def _lines(found: embedded.Status) -> Iterator[tuple[str, str]]:
    kept = "until `confiture server stop`" if found.keep else "while it is used"
    yield "server", f"runs {kept}" if found.running else "does not run"
    yield "version", f"PostgreSQL {found.version}"
    yield "data", str(found.data) + ("" if found.data.exists() else " (not made yet)")
    if found.running:
        yield "socket", str(found.socket_dir)
        yield "pid", str(found.pid)
        yield "databases", ", ".join(found.databases)
