"""The command line as scripts see it: exit codes, streams, formats."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, run_cli

RECIPE = """
include "../confiture.conf"

param least: integer = 1 "Rows that there must be"

recipe look {
  verify $$ select count(*) >= :least from users $$ on production
}
"""


@pytest.fixture
def recipe(project: Path) -> str:
    (project / "recipes" / "look.conf").write_text(RECIPE)
    return "recipes/look.conf"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--version"], 0, "confiture, version"),
        (["nonsense"], 64, "No such command 'nonsense'"),
        (["build", "--nonsense"], 64, "No such option"),
        (["build"], 64, "name one environment"),
        (["build", "local", "--env", "test"], 64, "name one environment"),
        (["build", "--env", "locl"], 4, "did you mean 'local'?"),
        (["build", "--env", "no such"], 64, "'no such' is not a name"),
        (["check", "missing.conf"], 4, "missing.conf"),
        (["apply", "missing.conf"], 4, "missing.conf"),
        (["apply", "missing.json"], 64, "missing.json"),
        (["apply", "confiture.conf", "--set", "x"], 64, "--set 'x' is not NAME=VALUE"),
        (["apply", "confiture.conf", "--set", "x=1"], 4, "no parameter 'x'"),
        (["plan", "confiture.conf", "--recipe", "x"], 64, "no recipe 'x'"),
        (["resume"], 64, "no unfinished run"),
        (["resume", "x"], 64, "no unfinished run 'x'"),
        (["runs", "--env", "locl"], 64, "did you mean 'local'?"),
        (["sync", "--from", "production", "--anonymize", "users"], 64, "is not TABLE.COLUMN"),
        (["sync", "--from", "production", "--anonymize", "users.id"], 64, "suggests no mask"),
        (["sync", "--from", "production", "--anonymize", "usrs.email"], 4, "did you mean 'users'"),
        (["sync", "--from", "production", "--anonymize", "users.emial=hash"], 4, "did you mean"),
        (["sync", "--from", "production", "--anonymize", "users.email=hsh"], 4, "did you mean"),
        (["sync", "--from", "local", "--to", "local"], 4, "local"),
        (["sync", "--from", "local", "--to", "production"], 4, "production is protected"),
        (["build", "production", "--drop"], 4, "protected"),
    ],
)
def test_exit_codes(confiture: Cli, arguments: list[str], code: int, says: str) -> None:
    done = confiture(*arguments)
    assert says in done.stdout + done.stderr
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_plan_is_data_and_goes_to_stdout(confiture: Cli, recipe: str) -> None:
    done = confiture("plan", recipe, "--format", "json")
    assert json.loads(done.stdout)["format_version"] == 1
    assert done.stderr == ""


def test_plan_exits_with_2_when_there_is_something_to_do(confiture: Cli, recipe: str) -> None:
    assert confiture("plan", recipe, "--exit-code").returncode == 2
    assert confiture("plan", "confiture.conf", "--exit-code").returncode == 0


def test_a_check_that_does_not_hold_exits_with_4(confiture: Cli, recipe: str) -> None:
    assert confiture("apply", recipe).returncode == 0
    done = confiture("apply", recipe, "--set", "least=1000000")
    assert done.returncode == 4
    assert "is not true" in done.stderr


def test_a_stale_plan_exits_with_3_and_writes_nothing(confiture: Cli, project: Path) -> None:
    planned = confiture("plan", "recipes/refresh.conf", "--accept", "data-loss", "-o", "old.json")
    assert planned.returncode == 0, planned.stderr
    confiture("server", "psql", "production", "-c", "alter table users add stale int")
    done = confiture("apply", "old.json")
    assert (done.returncode, "stale-plan" in done.stderr) == (3, True)
    confiture("server", "psql", "production", "-c", "alter table users drop stale")


def test_json_formats(confiture: Cli, recipe: str) -> None:
    lines = confiture("apply", recipe, "--format", "jsonl").stdout.splitlines()
    states = [json.loads(line)["state"] for line in lines]
    assert states == ["started", "done"]
    document = json.loads(confiture("apply", recipe, "--format", "json").stdout)
    assert (document["state"], len(document["steps"])) == ("done", 1)


def test_json_of_check(confiture: Cli, project: Path) -> None:
    (project / "wrong.conf").write_text("environment a { embeded = 1 }\n")
    done = confiture("check", "wrong.conf", "--format", "json")
    (problem,) = json.loads(done.stdout)
    assert (problem["code"], problem["line"], problem["column"]) == ("unknown-setting", 1, 17)
    assert done.returncode == 4


def test_fmt(confiture: Cli, project: Path) -> None:
    path = project / "ugly.conf"
    path.write_text('environment   a{embedded="a"}\n')
    assert confiture("fmt", "--check", "ugly.conf").returncode == 4
    assert "+environment a {" in confiture("fmt", "--diff", "ugly.conf").stdout
    assert confiture("fmt", "ugly.conf").returncode == 0
    assert confiture("fmt", "--check", "ugly.conf").returncode == 0


def test_colour_only_where_it_is_wanted(confiture: Cli) -> None:
    assert "\x1b[" not in confiture("resume", NO_COLOR="1").stderr
    assert "\x1b[" not in confiture("resume").stderr


def test_sync_masks_and_asks_before_it_replaces(confiture: Cli) -> None:
    words = ("sync", "--from", "production", "--anonymize", "users.email")
    assert confiture(*words).returncode == 0
    query = "select count(*) filter (where email like '%@example.com') = count(*) from users"
    assert "t" in confiture("server", "psql", "local", "-Atc", query).stdout
    again = confiture(*words)
    assert (again.returncode, "--accept data-loss" in again.stderr) == (1, True)
    assert confiture(*words, "--accept", "data-loss").returncode == 0


def test_without_its_key_a_run_writes_nothing(confiture: Cli, project: Path) -> None:
    (project / "keyless.conf").write_text(
        'include "confiture.conf"\n'
        'secret lost = env("CONFITURE_TEST_NO_SUCH_KEY")\n'
        "recipe keyless {\n"
        "  accept data-loss on local\n"
        "  build local { drop_first = true }\n"
        "  sync production into local { key = lost\n mask users { email with email }\n"
        '  keep others because "a test" }\n'
        "}\n"
    )
    before = confiture("runs", "--env", "local", "--format", "json").stdout
    done = confiture("apply", "keyless.conf")
    assert (done.returncode, "secret 'lost' was not found" in done.stderr) == (1, True)
    assert confiture("runs", "--env", "local", "--format", "json").stdout == before


def test_runs_tells_of_them(confiture: Cli) -> None:
    told = json.loads(confiture("runs", "--env", "local", "--format", "json").stdout)
    assert told
    steps = confiture("runs", "--steps", told[0]["run"], "--format", "json")
    assert json.loads(steps.stdout)


def test_no_project(project_dir: Path) -> None:
    done = run_cli(project_dir, "build", "local")
    assert done.returncode == 64
    assert "confiture init" in done.stderr


def test_help_is_quick(confiture: Cli) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        assert confiture("--help").returncode == 0
        return time.perf_counter() - started

    # 60 ms alone; the bound leaves room for a machine that does other things.
    assert min(seconds() for _ in range(5)) < 0.15
