"""Folders of migrations as a whole: repeatable files beside numbered ones, squashes, files gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.migrating import Shop, running_shop

if TYPE_CHECKING:
    from collections.abc import Iterator

T = "create table t (id int primary key, name text);\n"
T_9 = "create table t (id int primary key, name varchar(9));\n"
VIEW = "create or replace view rep as select id, name from t;\n"
AGAIN = "-- confiture: repeatable files run again\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Shop]:
    with running_shop() as shop:
        yield shop


@pytest.fixture
def shop(running: Shop) -> Shop:
    """An empty database `local`, and no migrations."""
    running.start_anew()
    return running


def generated(shop: Shop, name: str, part: str = "up") -> str:
    (path,) = (shop.root / "db" / "migrations").glob(f"*_{name}.{part}.sql")
    return path.read_text()


def moved(shop: Shop, repeatable: str, before: str, after: str) -> None:
    """A folder with a repeatable file that `local` has been through, and then a change."""
    shop.schema(before)
    shop.confiture("migrate", "generate", "--name", "one")
    shop.migration("R__v", repeatable)
    shop.confiture("migrate", "up", "--yes")
    shop.schema(after)
    shop.confiture("migrate", "generate", "--name", "two")


# ------------------------------------------------------------------ repeatable files


@pytest.mark.parametrize(
    ("ddl", "repeatable", "change", "again"),
    [
        pytest.param("", VIEW, T_9, True, id="view that only the repeatable file has"),
        pytest.param(VIEW, VIEW, T_9, True, id="view that both have"),
        pytest.param(
            "", VIEW + "create or replace view on_it as select * from rep;\n", T_9, True,
            id="view on a view",
        ),
        pytest.param(
            "",
            "drop materialized view if exists m;\n"
            "create materialized view m as select name from t;\ncreate index m_i on m (name);\n",
            T_9, True, id="materialized view",
        ),
        pytest.param(
            "",
            "create or replace function f() returns trigger language plpgsql as"
            " $$begin return new; end$$;\n"
            "create or replace trigger g before insert on t for each row"
            " when (new.name > '') execute function f();\n",
            T_9, True, id="trigger",
        ),
        pytest.param(
            "", VIEW + "comment on view rep is 'said';\ngrant select on rep to public;\n", T_9,
            True, id="comment and privileges",
        ),
        pytest.param(
            "",
            "alter table t drop constraint if exists c;\n"
            "alter table t add constraint c check (name > '');\n",
            T_9, True, id="constraint, which PostgreSQL adapts",
        ),
        pytest.param(
            "", "create or replace view rep as select * from t;\n",
            T + "alter table t add more int;\n", True, id="view of all columns",
        ),
        pytest.param("", VIEW, T + "create table u (a int);\n", False, id="nothing to do with it"),
    ],
)  # fmt: skip
def test_what_is_in_the_way(
    shop: Shop, ddl: str, repeatable: str, change: str, again: bool
) -> None:
    """On a database that had it, on an empty one, and back; and the folder goes on."""
    moved(shop, repeatable, T, change + ddl)
    assert [generated(shop, "two", part).startswith(AGAIN) for part in ("up", "down")] == [
        again, again
    ]  # fmt: skip
    assert "create view" not in generated(shop, "two")
    before = shop.catalog()
    shop.sql("create database production template template0", database="postgres")
    shop.confiture("migrate", "up", "--yes")
    shop.confiture("migrate", "up", "--env", "production", "--yes")
    assert shop.catalog()[0] == shop.catalog("production")[0]
    assert shop.catalog() != before
    made = shop.confiture("migrate", "generate", "--name", "three")
    assert made.err == "the migrations already make what the DDL files describe\n"
    assert "up to date" in shop.confiture("migrate", "up", "--yes").err
    shop.confiture("migrate", "down", "--yes")
    assert shop.catalog() == before
    assert "R__v=applied" in shop.states()
    shop.confiture("migrate", "up", "--yes")
    assert shop.confiture("diff", "local", "production", "--exit-code").code == 0


def test_what_a_numbered_one_made_too(shop: Shop) -> None:
    """It is no repeatable file's alone, and goes on as a part of the difference."""
    shop.schema(T + VIEW)
    shop.confiture("migrate", "generate", "--name", "one")
    shop.migration("R__v", VIEW)
    shop.confiture("migrate", "up", "--yes")
    shop.schema(T_9 + VIEW)
    shop.confiture("migrate", "generate", "--name", "two")
    assert AGAIN not in generated(shop, "two")
    assert "create view public.rep" in generated(shop, "two")
    shop.confiture("migrate", "up", "--yes")
    assert shop.confiture("diff", "local", "db/schema", "--exit-code").code == 0


@pytest.mark.parametrize(
    ("repeatable", "change", "told"),
    [
        pytest.param(
            "create or replace view rep as select more from t;\n",
            T + "alter table t add more int;",
            ["R__v.sql:1:", 'column "more" does not exist', "put it back as it was", "--empty"],
            id="changed too early",
        ),
        pytest.param(
            VIEW, "create table t (id int primary key);\n",
            ["R__v.sql:1:", 'column "name" does not exist', "it has to fit", "--empty"],
            id="does not fit any more",
        ),
        pytest.param(
            VIEW, f"{T}{VIEW}create view on_it as select * from rep;\n",
            ["view public.on_it needs view public.rep, made by a repeatable file"],
            id="needed by another",
        ),
        pytest.param(
            "create table if not exists kept of pair;\n",
            f"{T}create type pair as (a int, b text);",
            ["new.up.sql:2:1:", 'cannot alter type "pair" because it is the type of a typed table'],
            id="fails where they have run",
        ),
    ],
)  # fmt: skip
def test_refused(shop: Shop, repeatable: str, change: str, told: list[str]) -> None:
    """And no file is written."""
    shop.schema(f"{T}create type pair as (a int, b int);")
    shop.confiture("migrate", "generate", "--name", "one")
    shop.migration("R__v", repeatable)
    shop.schema(change)
    files = shop.files()
    ended = shop.confiture("migrate", "generate", "--name", "two", code=None)
    assert ended.code != 0
    for words in told:
        assert words in ended.err
    assert shop.files() == files


def test_a_folder_that_fails_on_an_empty_database(shop: Shop) -> None:
    """Rows that a migration makes are no part of the copy on which the difference is tried."""
    shop.migration("1_t", f"{T}insert into t values (1, null);\n", "drop table t;\n")
    shop.schema("create table t (id int primary key, name text not null);\n")
    ended = shop.confiture("migrate", "generate", "--name", "two", code=None)
    assert ended.code not in (0, 70)
    assert "new.up.sql" in ended.err
    assert "null values" in ended.err
    assert "tried in its place in the folder; write this migration yourself" in ended.err
    assert shop.files() == ["1_t.down.sql", "1_t.up.sql"]


def test_repeatable_files_stay_pending(shop: Shop) -> None:
    """Where the run ends before they ran again, or they have changed and not all is up."""
    moved(shop, VIEW, T, T_9)
    shop.migration("R__v", "create or replace view rep as select id, name, 1 as one from t;\n")
    shop.confiture("migrate", "up", "--steps", "1", "--yes")
    assert shop.ask("select to_regclass('rep')") == [(None,)]
    shop.migration("R__v", VIEW)
    assert "R__v" in shop.confiture("migrate", "up", "--dry-run").out
    shop.confiture("migrate", "up", "--yes")
    assert shop.ask("select to_regclass('rep')::text") == [("rep",)]


# ------------------------------------------------------------------ squash, status


def numbered(shop: Shop) -> None:
    shop.schema(T)
    shop.migration("1_t", T, "drop table t;\n")
    shop.migration("2_b", "alter table t add b int;\n", "alter table t drop b;\n")
    shop.migration("3_c", "alter table t add c int;\n", "alter table t drop c;\n")


def test_squash_of_what_is_pending(shop: Shop) -> None:
    numbered(shop)
    files = shop.files()
    shop.confiture("migrate", "up", "--to", "1", "--yes")
    ended = shop.confiture("migrate", "squash", "--through", "3", code=64)
    assert "local has not been through 2_b, 3_c" in ended.err
    assert "confiture migrate up --env local; or --force" in ended.err
    assert shop.files() == files
    shop.confiture("migrate", "squash", "--through", "1")
    shop.confiture("migrate", "up", "--to", "2", "--yes")
    shop.confiture("migrate", "squash", "--through", "2", "--name", "two")
    shop.confiture("migrate", "squash", "--through", "3", "--force")
    assert shop.files() == ["3_squashed.down.sql", "3_squashed.up.sql"]


def test_squash_without_a_database(shop: Shop) -> None:
    numbered(shop)
    shop.confiture("migrate", "squash", "--through", "2", "--env", "production")
    assert shop.files() == [
        "2_squashed.down.sql", "2_squashed.up.sql", "3_c.down.sql", "3_c.up.sql"
    ]  # fmt: skip


def test_status_of_files_that_are_gone(shop: Shop) -> None:
    numbered(shop)
    shop.confiture("migrate", "up", "--to", "2", "--yes")
    for name in ("1_t.up.sql", "1_t.down.sql"):
        (shop.root / "db" / "migrations" / name).unlink()
    lines = [line.split() for line in shop.confiture("migrate", "status").out.splitlines()]
    assert [(line[0], line[1], line[-1]) for line in lines] == [
        ("1_t", "applied", "gone"), ("2_b", "applied", lines[1][-1]), ("3_c", "pending", "pending")
    ]  # fmt: skip
    told = json.loads(shop.confiture("migrate", "status", "--format", "json").out)
    assert {one["version"]: one["state"] for one in told["migrations"]} == {
        "1": "gone", "2": "applied", "3": "pending"
    }  # fmt: skip


# ------------------------------------------------------------------ what Python prints


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_python_prints(shop: Shop, form: str) -> None:
    """It goes to stderr; stdout is the document."""
    code = "print('at once')\ndef up(session):\n    print('within')\n    session.execute('{}')\n"
    path = shop.root / "db" / "migrations" / "1_p.py"
    path.write_text(code.format("create table p (a int)"))
    words = ["--dry-run"] if form == "json" else ["--yes"]
    done = shop.confiture("migrate", "up", *words, "--format", form)
    documents = done.out.splitlines() if form == "jsonl" else [done.out]
    assert all(json.loads(one) for one in documents)
    assert "at once\nwithin\n" in done.err
