"""`confiture diff`: the sides that it takes, and what it prints."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

import confiture as cf
from tests.cli.conftest import Cli, run_cli
from tests.conftest import project_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "create table t (id int primary key, name text);\ncomment on table t is 'old';\n"
NEW = (
    "create table t (id bigint primary key, name text not null);\n"
    "create table \"My Table\" (a text default 'x');\n"
    "grant select on t to app_reader;\n"
)
TEXT = """\
+ table public."My Table"
~ table public.t
    comment: old → none
    access: as by default → select to app_reader
~ column public.t.id
    type: integer → bigint
~ column public.t.name
    not null: false → true
! rewrite: alter table public.t alter column id type bigint using id::bigint
"""


@pytest.fixture(scope="module")
def folders() -> Iterator[Path]:
    """A repository whose last commit has the old DDL, with the new one in the work tree."""
    with project_directory() as root:
        (root / "confiture.conf").write_text("")
        (root / "ddl").mkdir()
        (root / "old.sql").write_text(OLD)
        ddl = root / "ddl" / "10_t.sql"
        ddl.write_text(OLD)
        who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "old")):
            subprocess.run(["git", *words], cwd=root, check=True)
        ddl.write_text(NEW)
        yield root
        run_cli(root, "server", "stop", "--force")


def test_as_text(folders: Path) -> None:
    done = run_cli(folders, "diff", "old.sql", "ddl")
    assert (done.returncode, done.stdout) == (0, TEXT), done.stderr


@pytest.mark.parametrize("old", ["git:HEAD:ddl", "git:HEAD:old.sql", "old.sql"])
def test_statements(folders: Path, old: str) -> None:
    done = run_cli(folders, "diff", old, "ddl", "--format", "sql", "--offline")
    assert done.stdout == (
        "begin;\n"
        "create table public.\"My Table\" (\n  a text default 'x'::text\n);\n"
        "comment on table public.t is null;\n"
        "grant select on table public.t to app_reader;\n"
        "alter table public.t alter column id type bigint using id::bigint;\n"
        "alter table public.t alter column name set not null;\n"
        "commit;\n"
    )


def test_json_and_exit_code(folders: Path) -> None:
    done = run_cli(folders, "diff", "ddl", "empty", "--format", "json", "--exit-code")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    assert {change["what"] for change in document["changes"]} == {"dropped"}
    assert [(one["sql"], one["risk"]) for one in document["statements"]] == [
        ('drop table public."My Table"', "data-loss"), ("drop table public.t", "data-loss"),
    ]  # fmt: skip


def test_what_loses_values_is_said(folders: Path) -> None:
    done = run_cli(folders, "diff", "ddl", "old.sql", "--format", "sql")
    assert '-- data-loss\ndrop table public."My Table";\n' in done.stdout
    assert done.stdout.count("data-loss") == 1


def test_no_difference(folders: Path) -> None:
    done = run_cli(folders, "diff", "ddl", "ddl", "--exit-code")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no difference\n")


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("nowhere", "'nowhere' is no environment, no path and no URL"),
        ("git:HEAD", "'git:HEAD' is not git:REVISION:PATH"),
        ("git:--output=x:ddl", "is not git:REVISION:PATH"),
        ("git:nothing:ddl", "git:nothing:ddl: fatal: not a valid object name"),
        ("git:HEAD:nowhere", "git:HEAD:nowhere: fatal: pathspec"),
        ("broken.sql", "broken.sql:1:19"),
    ],
)
def test_what_is_no_side(folders: Path, side: str, said: str) -> None:
    (folders / "broken.sql").write_text("create table b (a nothing);\n")
    done = run_cli(folders, "diff", side, "ddl")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_environments(project: Path, confiture: Cli) -> None:
    assert confiture("diff", "local", "production", "--exit-code").returncode == 0
    assert confiture("diff", "local", "db/schema", "--exit-code").returncode == 0


def test_in_python(folders: Path) -> None:
    found = cf.diff(folders / "old.sql", folders / "ddl", root=folders)
    assert isinstance(found, cf.Diff)
    assert str(found.changes[0]) == '+ table public."My Table"'
    assert "<table>" in found._repr_html_()
    assert all(f"{one.sql};\n" in found.sql for one in found.statements)


def test_owners_that_ddl_does_not_name(project: Path, confiture: Cli) -> None:
    taken = "create role boss; alter table users owner to boss"
    for words in (("build", "test"), ("server", "psql", "test", "-c", taken)):
        done = confiture(*words)
        assert done.returncode == 0, done.stderr
    assert confiture("diff", "test", "db/schema", "--exit-code").returncode == 0
    assert confiture("diff", "db/schema", "test", "--exit-code").returncode == 0
    found = confiture("diff", "production", "test", "--format", "sql")
    assert found.stdout == (
        "begin;\n"
        "alter table public.users owner to boss;\n"
        "alter sequence public.users_id_seq owner to boss;\n"
        "commit;\n"
    )
