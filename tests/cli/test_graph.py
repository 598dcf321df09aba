from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from confiture import api
from confiture.cli.graph import FORMATS, graph
from confiture.errors import UsageError
from confiture.plans.plan import Plan
from confiture.steps.run_sql import RunSql
from confiture.steps.statement import Statement

if TYPE_CHECKING:
    from pathlib import Path

STEP = RunSql(
    id="run on local",
    statement="run on local",
    environment="local",
    lane="run on local",
    sql=Statement(text="select 1", place="a.conf:1:1"),
)
RECIPE = """\
param days: integer = 1
environment local {
  embedded = "local"
  schema = "db"
}
recipe all {
  build local
  run $$ select :days $$ on local
}
"""
TREE = """\
a.conf: 2 steps
├─ build local
│  └─ 1 create database local from 1 files
└─ run on local (after build local)
   └─ 2 run select $1
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_bytes(
        Plan(
            recipe="a.conf",
            recipe_digest="",
            parameters=(),
            accesses=(),
            secrets=(),
            base=(),
            steps=(STEP,),
            lanes=(),
            decisions=(),
            hazards=(),
            accepted=(),
        ).to_json()
    )
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_formats(plan: Path, form: str) -> None:
    expected = FORMATS[form](api.read_plan(plan))
    assert CliRunner().invoke(graph, [str(plan), "--format", form]).stdout == expected


def test_a_tree_unless_told_otherwise(plan: Path) -> None:
    done = CliRunner().invoke(graph, [str(plan)])
    assert done.stdout == "a.conf: 1 step\n└─ run on local\n   └─ 1 run select 1\n"


def test_into_a_file(plan: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(graph, [str(plan), "--format", "svg", "-o", str(tmp_path / "a.svg")])
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_into_a_file_that_cannot_be(plan: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(graph, [str(plan), "-o", str(tmp_path / "none" / "a.svg")])
    assert isinstance(done.exception, UsageError)
    assert "no such file or directory" in str(done.exception)


def test_a_recipe_is_planned(project_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project_dir / "db").mkdir()
    (project_dir / "db" / "a.sql").write_text("create table a (id int primary key);\n")
    (project_dir / "a.conf").write_text(RECIPE)
    monkeypatch.chdir(project_dir)
    done = CliRunner().invoke(graph, ["a.conf", "--set", "days=3"])
    assert done.stdout == TREE
