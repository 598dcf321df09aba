"""`--scratch`: where statements are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_on_another_server(project: Path, confiture: Cli) -> None:
    """Nothing is left there but templates, which are kept to be cloned."""
    done = confiture("diff", "empty", "db/schema", "--scratch", "staging", "--format", "sql")
    assert done.returncode == 0, done.stderr
    assert "create table public.users" in done.stdout
    left = "select count(*) from pg_database where datname like 'confiture_building_%'"
    assert confiture("server", "psql", "local", "-Atc", left).stdout == "0\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [("production", "is protected: no scratch"), ("stagin", "did you mean 'staging'?")],
)
def test_nowhere(project: Path, confiture: Cli, name: str, said: str) -> None:
    done = confiture("diff", "local", "db/schema", "--scratch", name)
    assert done.returncode == 64
    assert said in done.stderr
