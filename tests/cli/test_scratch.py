"""`--scratch`, and the setting of that name: where statements are tried."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote_plus

import pytest

from confiture import api, inspection
from confiture.errors import UsageError
from confiture.pg import embedded
from tests.cli.conftest import Cli
from tests.conftest import Database, project_directory


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


CONF = """\
environment one {{
  url = "{0}"
  scratch = "{0}"
}}
environment other {{
  url = "{0}"
  scratch = "one"
}}
recipe both {{
  migrate one to "db"
  migrate other to "db"
}}
"""


def test_where_the_environment_says(pg: embedded.Server, database: Database) -> None:
    """The private server does not even start."""
    with project_directory() as root:
        host = quote_plus(pg.conninfo("")["host"])
        url = f"postgresql://postgres@/{database.name}?host={host}"
        (root / "confiture.conf").write_text(CONF.format(url))
        (root / "db").mkdir()
        (root / "db/t.sql").write_text("create table t (n int);")
        found = inspection.diff("one", root / "db", root=root)
        plan = api.plan(api.load(root / "confiture.conf"))
        assert not (root / ".confiture").exists()
    assert found.sql == "create table public.t (\n  n integer\n);\n"
    assert [step.preview() for step in plan.steps] == ["create table public.t ( n integer )"] * 2


def test_environments_that_differ() -> None:
    with project_directory() as root:
        text = CONF.format("postgresql://nowhere").replace('scratch = "one"', 'scratch = "a://b"')
        (root / "confiture.conf").write_text(text)
        with pytest.raises(UsageError, match="one, other have their scratch databases on diff"):
            api.plan(api.load(root / "confiture.conf"))
