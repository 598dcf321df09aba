from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from confiture.cli.server import server
from confiture.errors import ConfitureError
from confiture.pg import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def project(project_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (project_dir / "confiture.conf").touch()
    (project_dir / "below").mkdir()
    monkeypatch.chdir(project_dir / "below")
    yield project_dir
    embedded.stop(project_dir, force=True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(server, arguments)


def status() -> dict[str, Any]:
    found = run("status", "--format", "json")
    assert found.exit_code == 0
    document: dict[str, Any] = json.loads(found.stdout)
    return document


def test_start_and_stop(project: Path) -> None:
    assert not status()["running"]
    assert "does not run" in run("status").stdout
    assert "runs until `confiture server stop`" in run("start").stdout
    found = status()
    assert (found["running"], found["keep"], found["databases"]) == (True, True, ["postgres"])
    assert found["data"].startswith(str(project)) or found["data"].startswith("/var/tmp/")  # noqa: S108
    assert (run("stop").stderr, run("stop").stderr) == ("stopped\n", "it was not running\n")
    assert not status()["running"]


def test_stop_while_it_is_used(project: Path) -> None:
    with embedded.lease(project):
        refused = run("stop")
        assert isinstance(refused.exception, ConfitureError)
        assert refused.exception.diagnostics[0].code == "server-in-use"
        assert run("stop", "--force").stderr == "stopped\n"


@pytest.mark.parametrize(
    ("arguments", "code", "output", "error"),
    [
        (("postgres", "-Atc", "select current_database()"), 0, "postgres\n", ""),
        (("template1", "-Atc", "select current_database()"), 0, "template1\n", ""),
        (("-Atc", "select 1"), 0, "1\n", ""),
        (("nowhere", "-c", "select 1"), 2, "", 'database "nowhere" does not exist'),
        (("-v", "ON_ERROR_STOP=1", "-c", "select nothing"), 1, "", "does not exist"),
    ],
)
@pytest.mark.usefixtures("project")
def test_psql(
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    output: str,
    error: str,
) -> None:
    """It runs in the server of the project, which stops behind it."""
    assert run("psql", *arguments).exit_code == code
    found = capfd.readouterr()
    assert found.out == output
    assert error in found.err
    assert not status()["running"]
