"""`confiture compare`: drift as findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

DRIFT = "create table loose (a int); comment on table users is 'other'; drop view order_totals"


@pytest.fixture
def fresh(project: Path, confiture: Cli) -> Path:
    assert confiture("build", "test", "--drop", "--yes").returncode == 0
    return project


@pytest.fixture
def drifted(fresh: Path, confiture: Cli) -> Path:
    confiture("server", "psql", "test", "-c", DRIFT)
    return fresh


def test_as_text(drifted: Path, confiture: Cli) -> None:
    done = confiture("compare", "test", "with", "db/schema")
    assert done.returncode == 4
    assert done.stdout == (
        "error[drift]: table public.loose is not in db/schema\n\n"
        "error[drift]: view public.order_totals is not in test\n\n"
        "error[drift]: table public.users differs in its comment\n\n"
        "3 errors\n"
    )


@pytest.mark.parametrize("form", ["sarif", "json", "csv", "junit", "github"])
def test_formats(drifted: Path, confiture: Cli, form: str) -> None:
    done = confiture("compare", "test", "with", "db/schema", "--format", form, "-o", "drift")
    assert (done.returncode, done.stdout) == (4, ""), done.stderr
    text = (drifted / "drift").read_text()
    assert "public.loose is not in db/schema" in text
    if form == "sarif":
        (run,) = json.loads(text)["runs"]
        assert run["tool"]["driver"]["rules"] == [{"id": "drift"}]


def test_no_drift(fresh: Path, confiture: Cli) -> None:
    done = confiture("compare", "test", "with", "db/schema")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no drift\n")


def test_sides_are_two(project: Path, confiture: Cli) -> None:
    done = confiture("compare", "local")
    assert done.returncode == 64
    assert "name two sides" in done.stderr
