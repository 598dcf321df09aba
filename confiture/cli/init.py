"""`confiture init`: a small project to start from."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confiture.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

# A file of that name in the package would make git ignore what lies beside it.
_RENAMED = {"gitignore": ".gitignore"}
_OPTIONAL = ".gitignore"
_NEXT = """\
confiture build --env local       make the database from db/schema
confiture seed --env local        load db/seeds into it
confiture server psql local       look at it
confiture check recipes/*.conf    check the recipes
"""


@click.command()
@click.argument(
    "directory",
    metavar="[DIR]",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
)
def init(directory: Path) -> None:
    """Make a project whose build works at once.

    It has an example schema, seeds, four environments on a private PostgreSQL, and a recipe. In
    a directory that holds files, only new ones are added: where one is there already, nothing
    is written. A .gitignore of yours stays as it is.

    \b
    Examples:
      confiture init
      confiture init shop && cd shop && confiture build --env local
    """
    files = project_files()
    with _explained():
        ignored = (directory / _OPTIONAL).is_file()
        if ignored:
            del files[_OPTIONAL]
        write_new(directory, files)
    for name in files:
        click.echo(str(directory / name))
    if ignored:
        note = f"{directory / _OPTIONAL} stays as it is; let it hold the line .confiture/"
        click.echo(note, err=True)
    here = directory.resolve() == Path.cwd().resolve()
    click.echo("\nNext:\n" + ("" if here else f"cd {directory}\n") + _NEXT, nl=False, err=True)


def project_files() -> dict[str, bytes]:
    """The files of a new project by their paths in it."""
    return dict(_files(resources.files("confiture.cli") / "project", ""))


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + _RENAMED.get(entry.name, entry.name), entry.read_bytes()


def write_new(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a directory. Raises UsageError, before any is written, if one is there."""
    taken = list(dict.fromkeys(_taken(directory, files)))
    if taken:
        raise _in_the_way(taken)
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (error.strerror or "cannot be written").lower()
        raise UsageError(Diagnostic("cannot-write", f"{error.filename}: {why}")) from error


def _in_the_way(taken: Sequence[Path]) -> UsageError:
    hint = "nothing was written; use another directory, or move what is in the way"
    return UsageError(
        *(Diagnostic("in-the-way", f"{path} is there already") for path in taken[:-1]),
        Diagnostic("in-the-way", f"{taken[-1]} is there already", hint=hint),
    )


def _taken(directory: Path, files: Iterable[str]) -> Iterator[Path]:
    """Paths where something else stands than what is to be written or a folder for it."""
    for name in files:
        path = directory / name
        blocked = [p for p in (*path.parents, path) if _is_entry(p) and not p.is_dir()]
        if blocked:
            yield blocked[0]
        elif _is_entry(path):
            yield path


def _is_entry(path: Path) -> bool:
    return path.exists() or path.is_symlink()
