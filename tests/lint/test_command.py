"""`confiture lint`: what it takes, what it prints, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lint.conftest import Project

SCHEMA = {"db/schema/10_t.sql": "create table t (\n  id bigint primary key,\n  a json\n);\n"}
JSON = """\
warning[json-column]: column public.t.a is json, which has no equality
  --> db/schema/10_t.sql:3:3
    |
  3 |   a json
    |   ^^^^^^
  help: use jsonb

1 warning
"""
MIGRATIONS = {
    "db/migrations/1_t.up.sql": "create table t (id bigint primary key, a text);\n",
    "db/migrations/1_t.down.sql": "drop table t;\n",
    "db/migrations/2_i.up.sql": "create index i on t (a);\n",
    "db/migrations/3_b.up.sql": "alter table t add column b int not null;\n",
}
FOUND = """\
warning[index-without-concurrently]: nobody can write to t while this index is built
  --> db/migrations/2_i.up.sql:1:1
    |
  1 | create index i on t (a);
    | ^^^^^^^^^^^^^^^^^^^^^^^
  help: create index concurrently, in a file of its own

error[required-column-without-default]: this fails where t has rows: b is NOT NULL
  --> db/migrations/3_b.up.sql:1:26
    |
  1 | alter table t add column b int not null;
    |                          ^^^^^^^^^^^^^^
  help: give it a default, or fill it before it is set NOT NULL

1 error, 1 warning
"""
IGNORED = ("--ignore", "missing-comment")


def test_the_projects_schema(project: Project) -> None:
    project.write(SCHEMA)
    done = project.run("lint", *IGNORED)
    assert (done.returncode, done.stdout, done.stderr) == (0, JSON, "")


def test_the_projects_migrations(project: Project) -> None:
    project.write(MIGRATIONS)
    done = project.run("lint", *IGNORED)
    assert (done.returncode, done.stdout) == (4, FOUND), done.stderr


def test_one_migration_after_those_before_it(project: Project) -> None:
    project.write(MIGRATIONS)
    done = project.run("lint", "db/migrations/3_b.up.sql", *IGNORED)
    assert done.stdout.count("-->") == 1
    assert "3_b.up.sql:1:26" in done.stdout


def test_what_comes_after_python_is_judged_by_its_text(project: Project) -> None:
    files = {
        "db/migrations/2_p.py": "def up(connection): ...\n",
        "db/migrations/3_c.up.sql": "alter table nowhere alter column c type bigint;\n",
        "db/migrations/R__v.sql": "create or replace view v as select id from t;\n",
    }
    project.write({"db/migrations/1_t.up.sql": "create table t (id bigint primary key);\n"} | files)
    done = project.run("lint", "--format", "csv", *IGNORED)
    rows = [line.split(",")[0] + ": " + line.split(",")[4] for line in done.stdout.splitlines()[1:]]
    assert rows == ["db/migrations/3_c.up.sql: column-type-rewrites-table"]


def test_both_in_one_folder(project: Project) -> None:
    project.write(SCHEMA | MIGRATIONS)
    done = project.run("lint", "db", "--format", "json", *IGNORED)
    codes = [one["code"] for one in json.loads(done.stdout)["findings"]]
    assert codes == [
        "index-without-concurrently", "required-column-without-default", "json-column",
    ]  # fmt: skip


def test_nothing_found(project: Project) -> None:
    project.write(SCHEMA)
    done = project.run("lint", "--select", "migration")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no findings\n")


def test_an_environment_sets_severities(project: Project) -> None:
    project.write({"db/schema/1.sql": "create table t (id bigserial primary key, a json, m money)"})
    done = project.run("lint", "--env", "strict", "--format", "csv")
    assert done.returncode == 4
    rows = [line.split(",")[3:5] for line in done.stdout.splitlines()[1:]]
    assert rows == [["note", "serial-column"], ["error", "json-column"]]


def test_a_database_by_its_name(project: Project) -> None:
    project.write(SCHEMA)
    assert project.run("build", "local", "--drop", "--yes").returncode == 0
    done = project.run("lint", "strict")
    assert (done.returncode, done.stdout) == (
        4,
        (
            "error[json-column]: column public.t.a is json, which has no equality\n"
            "  help: use jsonb\n\n1 error\n"
        ),
    )


def test_a_file_as_migration(project: Project) -> None:
    change = "create index on t (id, a) where false; -- \n"
    project.write({"db/schema/1.sql": "create table t (id int primary key, a int)"})
    (project.root / "change.sql").write_text(change)
    words = ("lint", "change.sql", "--as", "migration", "--select", "migration", *IGNORED)
    done = project.run(*words, "--against", "db/schema")
    assert "nobody can write to t while" in done.stdout
    done = project.run(*words)
    assert 'relation "t" does not exist' in done.stdout
    assert done.returncode == 4


def test_fix(project: Project) -> None:
    project.write(MIGRATIONS)
    done = project.run("lint", "db/migrations", "--fix", *IGNORED)
    mended = (project.root / "db/migrations/2_i.up.sql").read_text()
    assert mended == "create index concurrently i on t (a);\n"
    assert "index-without-concurrently" not in done.stdout
    assert "mended" in done.stderr


def test_fix_in_a_schema(project: Project) -> None:
    ddl = "create table t (id bigint primary key, u bigint references t);\n-- end\n"
    project.write({"db/schema/1.sql": ddl})
    done = project.run("lint", "--fix", *IGNORED)
    assert (done.returncode, done.stdout) == (0, "")
    mended = (project.root / "db/schema/1.sql").read_text()
    assert mended == ddl.replace(";\n", ";\ncreate index on public.t (u);\n", 1)


def test_to_a_file(project: Project) -> None:
    project.write(SCHEMA)
    done = project.run("lint", "-o", "found.xml", "--format", "junit")
    assert (done.returncode, done.stdout) == (0, "")
    assert "<testsuites" in (project.root / "found.xml").read_text()


def test_pages(project: Project) -> None:
    done = project.run("lint", "--explain", "json-column")
    assert done.stdout.startswith("### json-column\n\n*warning* · A column is `json`.\n")
    done = project.run("lint", "--rules")
    assert "schema     warning  json-column " in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere"], 64, "'nowhere' is no environment, no path and no URL"),
        (["--select", "json-colum"], 64, "did you mean 'json-column'?"),
        (["--env", "loca"], 64, "did you mean 'local'?"),
        (["--explain", "json-colum"], 64, "did you mean 'json-column'?"),
        (["--env", "wrong"], 4, "confiture.conf:11:3"),
        (["broken.sql"], 1, "broken.sql:1:19"),
        (["local", "--as", "migration"], 64, "local is a database, which is no migration"),
        (["meta.sql"], 4, "\\i is a command of psql"),
    ],
)
def test_wrong_words(project: Project, words: list[str], code: int, said: str) -> None:
    project.write(SCHEMA)
    (project.root / "broken.sql").write_text("create table b (a nothing);\n")
    (project.root / "meta.sql").write_text("\\i other.sql\n")
    done = project.run("lint", *words)
    assert said in done.stderr
    assert done.returncode == code
    assert "Traceback" not in done.stderr
