"""A project and a way to run the command line in it, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import project_directory

_ROWS = "insert into users (email, name) values ('zoe@mailbox-nord.de', 'Zoë Nord')"

Cli = Callable[..., subprocess.CompletedProcess[str]]


def run_cli(directory: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from confiture.cli import main; main()", *arguments],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    """What `confiture init` makes, with production built and seeded, and its server kept up."""
    with project_directory() as root:
        for words in (
            ["init", "."],
            ["server", "start"],
            ["build", "production"],
            ["seed", "production"],
            ["server", "psql", "production", "-c", _ROWS],
            ["build", "local"],
        ):
            done = run_cli(root, *words)
            assert done.returncode == 0, done.stderr
        yield root
        run_cli(root, "server", "stop", "--force")


@pytest.fixture
def confiture(project: Path) -> Cli:
    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return run_cli(project, *arguments, **variables)

    return run
