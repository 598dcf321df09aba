"""`confiture migrate`: every command, from its words to what databases and files are then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from confiture.ddl.migrations import migrations
from confiture.errors import UsageError
from confiture.migrating import new_paths
from tests.migrating import Shop, running_shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "create table t (id int primary key, a text);\n"
T = (FIRST, "drop table t;\n")
DDL = "create table t (id int primary key, a text not null);\ncreate index i on t (a);\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Shop]:
    with running_shop() as shop:
        shop.start_anew()
        shop.migration("1_t", *T)
        shop.confiture("migrate", "up", "--yes")
        shop.sql("create database after_one template local", database="postgres")
        yield shop


@pytest.fixture
def shop(running: Shop) -> Shop:
    """An empty database `local`, and no migrations."""
    running.start_anew()
    return running


@pytest.fixture
def three(running: Shop) -> Shop:
    """Three migrations, the first of which was run."""
    running.start_anew("after_one")
    running.migration("1_t", *T)
    running.migration("2_b", "alter table t add b int;\n", "alter table t drop b;\n")
    running.migration("10_c", "alter table t add c int;\n", "alter table t drop c;\n")
    return running


def columns(shop: Shop, table: str = "t", database: str = "local") -> str:
    query = (
        f"select attname from pg_attribute where attrelid = to_regclass('{table}') and attnum > 0"
    )
    found = shop.rows(database, f"{query} and not attisdropped order by attnum")
    return " ".join(name for (name,) in found)


# ------------------------------------------------------------------ generate


def test_there_and_back(shop: Shop) -> None:
    """What is generated leads to what the DDL files describe, and back to what was before."""
    shop.schema(FIRST)
    made = shop.confiture("migrate", "generate", "--name", "Add t")
    up, down = made.out.splitlines()
    assert up.startswith("db/migrations/20")
    assert up.endswith("_add_t.up.sql")
    assert down == up.replace(".up.", ".down.")
    assert made.err.startswith("+ table public.t\n")
    shop.confiture("migrate", "up", "--yes")
    before = shop.catalog()
    shop.sql("insert into t values (1, 'x')")
    assert shop.confiture("diff", "local", "db/schema", "--exit-code").code == 0

    shop.schema(DDL)
    shop.confiture("migrate", "generate", "--name", "index")
    assert shop.files()[-1].endswith("_index.up.sql")
    shop.confiture("migrate", "up", "--yes")
    assert shop.confiture("diff", "local", "db/schema", "--exit-code").code == 0
    assert shop.catalog() != before
    shop.confiture("migrate", "down", "--yes")
    assert shop.catalog() == before
    assert shop.ask("select * from t") == [(1, "x")]
    shop.confiture("migrate", "down", "--yes")
    assert columns(shop) == ""


def test_nothing_to_generate(shop: Shop) -> None:
    shop.schema(FIRST)
    shop.migration("1_t", FIRST)
    made = shop.confiture("migrate", "generate", "--name", "nothing")
    assert made.out == ""
    assert made.err == "the migrations already make what the DDL files describe\n"
    assert shop.files() == ["1_t.up.sql"]


@pytest.mark.parametrize(
    ("words", "suffixes"),
    [
        (["--empty"], ["down.sql", "up.sql"]),
        (["--python"], ["py"]),
        (["--offline"], ["down.sql", "up.sql"]),
    ],
)
def test_other_kinds(shop: Shop, words: list[str], suffixes: list[str]) -> None:
    shop.schema(DDL)
    shop.confiture("migrate", "generate", "--name", "x", *words)
    assert [name.partition(".")[2] for name in shop.files()] == suffixes
    text = (shop.root / "db" / "migrations" / shop.files()[-1]).read_text()
    assert ("CREATE INDEX i" in text) == (words == ["--offline"])
    shop.confiture("migrate", "up", "--yes")
    assert " ".join(shop.states().split("=")).endswith(" applied")


def test_a_name_that_no_file_can_have(shop: Shop) -> None:
    shop.schema(FIRST)
    made = shop.confiture("migrate", "generate", "--name", "a/b", code=64)
    assert "'a/b' cannot name a migration" in made.err
    assert shop.files() == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("add_user", "add_user"), (" Add User-2 ", "add_user-2"), ("x" * 60, "x" * 60),
        *((wrong, None) for wrong in ("", "_", "../a", "é b", "naïve", "a.b", "x" * 61, "-- ;")),
    ],
)  # fmt: skip
def test_names(tmp_path: Path, name: str, file: str | None) -> None:
    """None that the folder would be refused for."""
    if file is None:
        with pytest.raises(UsageError, match="cannot name a migration"):
            new_paths(tmp_path, name, [".up.sql"])
        return
    (made,) = new_paths(tmp_path, name, [".up.sql"])
    assert made.name.partition("_")[2] == f"{file}.up.sql"
    made.touch()
    (found,) = migrations([tmp_path], project_root=tmp_path)
    assert found.name == file


def test_versions_grow(shop: Shop) -> None:
    """Later than all others, also than one of the future."""
    shop.migration("29991231000000_later", "select 1")
    made = shop.confiture("migrate", "generate", "--name", "a", "--empty")
    assert "29991231000001_a.up.sql" in made.out


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("1_a", "select 1;\nselect * frm t;\n", "db/migrations/1_a.up.sql:2:"),
        ("1_a", "select 1;\nbegin;\n", "db/migrations/1_a.up.sql:2:1"),
        ("nothing", "select 1", "db/migrations/nothing.up.sql"),
    ],
)
def test_files_that_are_wrong(shop: Shop, title: str, text: str, said: str) -> None:
    """Nobody takes such a folder, and nothing is written."""
    shop.schema(FIRST)
    shop.migration(title, text)
    for words in (["generate", "--name", "x"], ["up", "--yes"]):
        ended = shop.confiture("migrate", *words, code=None)
        assert ended.code in (1, 4), ended
        assert said in ended.err
        assert "Traceback" not in ended.err
    assert shop.files() == [f"{title}.up.sql"]
    assert shop.ledger() == []


# ------------------------------------------------------------------ up and down


WALK = (
    ("up --to 1", "id a"),
    ("down --to 10", "id a"),  # not up to it
    ("up --steps 1", "id a b"),
    ("up --to 2_b", "id a b"),
    ("up", "id a b c"),
    ("up --to 2", "id a b c"),  # not down to it
    ("down --to 1 --steps 1", "id a b"),
    ("up --to 10 --steps 9", "id a b c"),
    ("down", "id a b"),
    ("up", "id a b c"),
    ("down --to 1", "id a"),
    ("down --steps 5", ""),
)
"""One after another, and the columns that there are then."""


def test_how_far(three: Shop) -> None:
    for words, expected in WALK:
        three.confiture("migrate", *words.split(), "--yes")
        assert columns(three) == expected, words


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["up", "--to", "7"], 4, "no migration '7'"),
        (["up", "--steps", "0"], 64, "0 is not in the range"),
        (["up", "--env", "nowhere"], 4, "nowhere"),
        (["up", "--env", "production"], 4, "environment production has no database yet"),
        (["status", "--env", "nowhere"], 64, "no environment 'nowhere'"),
        (["baseline", "--through", "7"], 64, "no migration '7'"),
        (["generate"], 64, "--name"),
    ],
)
def test_refused(three: Shop, words: list[str], code: int, said: str) -> None:
    ended = three.confiture("migrate", *words, code=code)
    assert said in ended.err
    assert columns(three) == "id a"


def test_a_failure_leaves_nothing_of_its_transaction(three: Shop) -> None:
    """Only rows show it; the scratch copy had none."""
    three.sql("insert into t values (1, null)")
    three.migration("20_bad", "alter table t add d int;\nalter table t alter a set not null;\n")
    ended = three.confiture("migrate", "up", "--yes", code=1)
    assert 'db/migrations/20_bad.up.sql:2:1: local: column "a" of relation "t"' in ended.err
    assert columns(three) == "id a b c"
    assert three.states() == "1=applied 10=applied 2=applied"
    three.sql("update t set a = 'x'")
    three.confiture("migrate", "up", "--yes")
    assert columns(three) == "id a b c d"


def test_what_fails_half_way_goes_on_or_back(three: Shop) -> None:
    three.sql("insert into t values (1, 'x'), (2, 'x')")
    three.migration(
        "20_half",
        "alter table t add d int;\ncreate unique index concurrently u on t (a);\n",
    )
    three.confiture("migrate", "up", "--to", "10", "--yes")
    before = three.catalog()
    ended = three.confiture("migrate", "up", "--yes", code=1)
    assert "20_half.up.sql:2:1" in ended.err
    assert ("20", "applying", "1/2") in three.ledger()
    status = three.confiture("migrate", "status").out
    assert status.splitlines()[-1].split() == ["20_half", "applying,", "1", "of", "2", "done"]

    three.confiture("migrate", "down", "--yes")
    assert three.catalog() == before
    assert three.states() == "1=applied 10=applied 2=applied"

    three.confiture("migrate", "up", "--yes", code=1)
    three.sql("update t set a = id")
    three.confiture("migrate", "up", "--yes")
    assert ("20", "applied", "2/2") in three.ledger()
    assert three.ask("select 1 from pg_index where indisunique and indisvalid") != []


def test_a_file_mended_half_way(three: Shop) -> None:
    """First what ran of it is taken back, which needs no file."""
    three.sql("insert into t values (1, 'x'), (2, 'x')")
    half = "alter table t add d int;\ncreate unique index concurrently u on t ({});\n"
    three.migration("20_half", half.format("a"))
    three.confiture("migrate", "up", "--yes", code=1)
    three.migration("20_half", half.format("id, a"), "alter table t drop d;\n")
    ended = three.confiture("migrate", "up", "--yes", code=4)
    assert "20_half has changed since a part of it was applied" in ended.err
    three.confiture("migrate", "down", "--yes")
    assert columns(three) == "id a b c"
    three.confiture("migrate", "up", "--yes")
    assert columns(three) == "id a b c d"
    assert three.confiture("migrate", "validate").code == 0


def test_irreversible(three: Shop) -> None:
    three.migration("20_d", "alter table t add d int")
    three.confiture("migrate", "up", "--yes")
    ended = three.confiture("migrate", "down", "--yes", code=4)
    assert "20_d has no way down" in ended.err
    assert "help: write 20_d.down.sql" in ended.err
    assert columns(three) == "id a b c d"


def test_repeatable(three: Shop) -> None:
    view = "create or replace view v as select {} as one;\n"
    three.migration("R__v", view.format(1))
    three.confiture("migrate", "up", "--yes")
    assert three.states() == "1=applied 10=applied 2=applied R__v=applied"
    assert "up to date" in three.confiture("migrate", "up", "--yes").err
    three.migration("R__v", view.format(2))
    assert "R__v" in three.confiture("migrate", "up", "--dry-run").out
    three.confiture("migrate", "up", "--yes")
    assert three.ask("select one from v") == [(2,)]
    assert three.confiture("migrate", "validate").code == 0


def test_rows_of_a_copy(three: Shop) -> None:
    three.migration(
        "20_rows", "copy t (id, a) from stdin;\n1\tone\n2\t\\N\n\\.\nupdate t set b = 1;\n"
    )
    three.confiture("migrate", "up", "--yes")
    assert three.ask("select id, a, b from t order by 1") == [(1, "one", 1), (2, None, 1)]


def test_settings_do_not_outlive_a_migration(three: Shop) -> None:
    three.migration("20_a", "create schema s;\nset search_path = s;\ncreate table x (a int);\n")
    three.migration("21_b", "create table y (a int);\n")
    three.confiture("migrate", "up", "--yes")
    query = "select to_regclass('s.x') is null, to_regclass('public.y') is null"
    found = three.ask(query)
    assert found == [(False, False)]


# ------------------------------------------------------------------ backfills


def test_a_backfill_in_parts(three: Shop) -> None:
    three.sql(
        "insert into t select n, repeat('x', 500) from generate_series(1, 5000) n;"
        "create table part (id int, v int) partition by range (id);"
        "create table part1 partition of part for values from (0) to (10);"
        "create table part2 partition of part for values from (10) to (100000);"
        "insert into part select n from generate_series(1, 30000) n;"
        "create table old (id int, v int); create table young () inherits (old);"
        "insert into young select n from generate_series(1, 30000) n"
    )
    three.migration(
        "20_fill",
        "-- confiture: backfill\nupdate t set b = id where b is distinct from id;\n\n"
        "-- confiture: backfill\nupdate part p set v = p.id + 1 where v is null;\n\n"
        "-- confiture: backfill\nupdate old set v = 1 where v is null;\n",
    )
    ended = three.confiture("migrate", "up", "--yes", "--format", "jsonl")
    assert ("20", "applied", "3/3") in three.ledger()
    assert three.ask("select count(*) from t where b = id") == [(5000,)]
    assert three.ask("select count(*) from part where v = id + 1") == [(30000,)]
    assert three.ask("select count(*) from old where v = 1") == [(30000,)]
    transactions = three.ask("select count(distinct xmin::text) from t")
    assert transactions[0][0] > 2
    events = [json.loads(line) for line in ended.out.splitlines()]
    assert max(event.get("rows") or 0 for event in events) == 30000


def test_a_backfill_makes_way(three: Shop) -> None:
    """A client that holds a row, and waits for another that the batch has changed, is let go."""
    three.sql("insert into t select n, repeat('x', 50) from generate_series(1, 5000) n")
    three.confiture("migrate", "up", "--yes")
    three.migration("20_fill", "-- confiture: backfill\nupdate t set b = 1 where b is null;\n")
    with three.connect("local") as other:
        other.execute("begin")
        other.execute("update t set c = 1 where id = 5000")
        with three.start("migrate", "up", "--yes") as process:
            three.wait_for("select from pg_stat_activity where query like 'with done as%'")
            other.execute("set lock_timeout = '2s'")
            other.execute("update t set c = 1 where id = 1")
            other.execute("commit")
            out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err + out
    assert three.ask("select count(b), count(c) from t") == [(5000, 2)]


# ------------------------------------------------------------------ what is there


def test_status(three: Shop) -> None:
    done = three.confiture("migrate", "status", "--exit-code", code=2)
    lines = [line.split() for line in done.out.splitlines()]
    assert [line[:2] for line in lines] == [
        ["1_t", "applied"],
        ["2_b", "pending"],
        ["10_c", "pending"],
    ]
    document = json.loads(three.confiture("migrate", "status", "--format", "json").out)
    assert document["current"] == "1"
    assert [(one["version"], one["state"]) for one in document["migrations"]] == [
        ("1", "applied"), ("2", "pending"), ("10", "pending"),
    ]  # fmt: skip
    assert all(one["reversible"] for one in document["migrations"])
    three.confiture("migrate", "up", "--yes")
    assert three.confiture("migrate", "status", "--exit-code").code == 0


def test_nothing_there(shop: Shop) -> None:
    assert shop.confiture("migrate", "status", "--exit-code").out == "no migrations\n"
    assert shop.confiture("migrate", "current").out == "none\n"
    for words in ([], ["--env", "production"]):
        assert shop.confiture("migrate", "history", *words).out == ""
        assert shop.confiture("migrate", "history", *words, "--format", "json").out == "[]\n"
    assert shop.confiture("migrate", "validate").out == ""
    assert "local is up to date" in shop.confiture("migrate", "up", "--yes").err
    shop.migration("1_t", FIRST)
    found = shop.confiture("migrate", "status", "--env", "production", "--exit-code", code=2)
    assert found.out == "1_t  pending\n"


def test_history_and_current(three: Shop) -> None:
    three.confiture("migrate", "up", "--yes")
    assert three.confiture("migrate", "current").out == "10\n"
    lines = [line.split() for line in three.confiture("migrate", "history").out.splitlines()]
    assert [line[2:5] for line in lines] == [
        ["1", "t", "applied"], ["2", "b", "applied"], ["10", "c", "applied"],
    ]  # fmt: skip
    found = json.loads(three.confiture("migrate", "history", "--format", "json").out)
    assert [row["version"] for row in found] == ["1", "2", "10"]
    assert {row["done_by"] for row in found} == {"postgres"}
    runs = {run for (run,) in three.ask("select id from confiture.run")}
    assert {row["run"] for row in found} == runs


def test_history_tells_what_was_taken_back(three: Shop) -> None:
    three.sql("insert into t values (1, 'x'), (2, 'x')")
    three.confiture("migrate", "up", "--to", "2", "--yes")
    three.confiture("migrate", "down", "--yes")
    three.confiture("migrate", "up", "--yes")
    three.migration(
        "20_half",
        "alter table t add d int;\ncreate unique index concurrently u on t (a);\nselect 1;\n",
    )
    three.confiture("migrate", "up", "--yes", code=1)
    begun = three.confiture("migrate", "history").out.splitlines()[-1]
    assert "20  half  applying, 1 of 3 done" in begun
    three.confiture("migrate", "down", "--yes")
    lines = [line.split("  ") for line in three.confiture("migrate", "history").out.splitlines()]
    assert [" ".join(line[1:4]) for line in lines] == [
        "1 t applied", "2 b applied", "2 b reverted", "2 b applied", "10 c applied",
        "20 half stopped, 1 of 3 done", "20 half undone",
    ]  # fmt: skip
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    runs = [line[-1] for line in lines]
    assert len(set(runs)) == 6
    assert runs[3] == runs[4] == "run " + three.ask(
        "select id from confiture.run order by started offset 3 limit 1"
    )[0][0]  # fmt: skip
    assert three.confiture("migrate", "current").out == "10\n"


def test_validate(three: Shop) -> None:
    three.confiture("migrate", "up", "--yes")
    three.migration("2_b", "alter table t add b bigint;\n")
    (three.root / "db" / "migrations" / "10_c.up.sql").unlink()
    (three.root / "db" / "migrations" / "10_c.down.sql").unlink()
    three.migration("3_late", "select 1;\n")
    found = three.confiture("migrate", "validate", "--format", "json", code=4)
    codes = [(one["severity"], one["code"]) for one in json.loads(found.out)]
    assert sorted(codes) == [
        ("error", "changed-after-applied"), ("error", "file-gone"), ("warning", "irreversible"),
    ]  # fmt: skip
    for words in (["up"], ["up", "--dry-run"], ["down"]):
        ended = three.confiture("migrate", *words, *(["--yes"] if len(words) == 1 else []), code=4)
        assert "2_b has changed since it was applied" in ended.err
        assert "10_c was applied, and its file is gone" in ended.err
    three.confiture("migrate", "up", "--yes", "--force")
    assert three.states() == "1=applied 10=applied 2=applied 3=applied"


def test_out_of_order(three: Shop) -> None:
    three.confiture("migrate", "up", "--yes")
    three.migration("3_late", "alter table t add late int;\n", "alter table t drop late;\n")
    ended = three.confiture("migrate", "up", "--yes", code=4)
    assert "3_late is older than 10_c, which has been applied" in ended.err
    three.confiture("migrate", "up", "--yes", "--force")
    assert columns(three) == "id a b c late"
    assert three.confiture("migrate", "validate").code == 0


def test_baseline(shop: Shop) -> None:
    """A database that was made otherwise, which has what two migrations make."""
    shop.sql("create table t (id int primary key, a text, b int)")
    shop.migration("1_t", FIRST, "drop table t;\n")
    shop.migration("2_b", "alter table t add b int;\n", "alter table t drop b;\n")
    shop.migration("10_c", "alter table t add c int;\n", "alter table t drop c;\n")
    assert shop.confiture("migrate", "baseline", "--through", "2").out == "1_t\n2_b\n"
    assert shop.confiture("migrate", "history").out.count("  baseline  0 ms  by postgres\n") == 2
    assert shop.states() == "1=baseline 2=baseline"
    assert shop.confiture("migrate", "current").out == "2\n"
    shop.confiture("migrate", "up", "--yes")
    assert columns(shop) == "id a b c"
    ended = shop.confiture("migrate", "down", "--steps", "2", "--yes", code=4)
    assert "2_b was there before: the database began with it" in ended.err
    shop.confiture("migrate", "down", "--yes")
    assert columns(shop) == "id a b"


def test_a_build_has_been_through_all(shop: Shop) -> None:
    """Also through repeatable ones, which run again when they change."""
    shop.schema(f"{FIRST}create view v as select 1 as one;\n")
    shop.migration("1_t", FIRST)
    shop.migration("R__v", "create or replace view v as select 1 as one;\n")
    shop.confiture("build", "local", "--yes")
    assert shop.states() == "1=baseline R__v=baseline"
    told = shop.confiture("migrate", "history").out.splitlines()
    assert ["baseline" in line and "  run " in line for line in told] == [True, True]
    assert "up to date" in shop.confiture("migrate", "up", "--yes").err
    shop.migration("R__v", "create or replace view v as select 2 as one;\n")
    shop.migration("2_b", "alter table t add b int;\n")
    shop.confiture("migrate", "up", "--yes")
    assert shop.states() == "1=baseline 2=applied R__v=applied"
    assert shop.ask("select one from v") == [(2,)]


# ------------------------------------------------------------------ recipes


def test_to_a_schema_in_a_recipe(three: Shop) -> None:
    """What loses rows is refused until it is accepted."""
    three.sql("insert into t values (1, 'x')")
    (three.root / "to.conf").write_text(
        'include "confiture.conf"\nrecipe to { migrate local to "db/schema" }\n'
    )
    three.schema("create table t (id int primary key, b int);\ncreate table u (a int);\n")
    ended = three.confiture("apply", "to.conf", "--yes", code=1)
    assert "data-loss" in ended.err
    assert "rows or values of local are lost: alter table" in ended.err
    assert columns(three) == "id a"
    three.confiture("apply", "to.conf", "--yes", "--accept", "data-loss")
    assert columns(three) == "id b"
    assert three.ask("select id from t") == [(1,)]
    assert three.confiture("diff", "local", "db/schema", "--exit-code").code == 0
    assert "up to date" in three.confiture("apply", "to.conf", "--yes").err


HELD = (
    "create type c as ({}); create table t (id int primary key, a text, n numeric(9,{}), c c[]);\n"
)
WIDE, NARROW = HELD.format("x text, y text", 3), HELD.format("y text, x text", 2)


def test_types_that_hold_less(three: Shop) -> None:
    """Of what a type cannot hold any longer each command tells."""
    three.schema(FIRST)
    three.migration("20_wide", f"drop table t;\n{WIDE}")
    three.schema(NARROW)
    three.confiture("migrate", "generate", "--name", "narrow")
    (file,) = (three.root / "db" / "migrations").glob("*narrow.up.sql")
    assert file.read_text().count("-- data-loss\n") == 2
    three.confiture("migrate", "up", "--yes", "--to", "20")
    found = json.loads(three.confiture("migrate", "up", "--dry-run", "--format", "json").out)
    risks = [one["risk"] for move in found["migrations"] for one in move["statements"]]
    assert risks.count("data-loss") == 2
    told = three.confiture("diff", "local", "db/schema").out
    assert told.count("! data-loss: ") == 2
    (three.root / "to.conf").write_text(
        'include "confiture.conf"\nrecipe to { migrate local to "db/schema" }\n'
    )
    assert "data-loss" in three.confiture("apply", "to.conf", "--yes", code=1).err
    three.confiture("apply", "to.conf", "--yes", "--accept", "data-loss")


def test_to_a_schema_with_former_names(three: Shop) -> None:
    three.sql("insert into t values (1, 'x')")
    (three.root / "to.conf").write_text(
        'include "confiture.conf"\nrecipe to { migrate local to "db/schema" }\n'
    )
    three.schema(
        "create table t (\n  id int primary key,\n"
        "  b text -- confiture: renamed from a\n);\ncreate table u (a int);\n"
    )
    three.confiture("apply", "to.conf", "--yes")
    assert columns(three) == "id b"
    assert three.ask("select b from t") == [("x",)]


def test_from_other_folders_in_a_recipe(shop: Shop) -> None:
    for folder, title, text in (
        ("one", "1_t", FIRST), ("two", "2_b", "alter table t add b int"), ("two", "3_c", "select 1")
    ):  # fmt: skip
        (shop.root / "db" / folder).mkdir(exist_ok=True)
        (shop.root / "db" / folder / f"{title}.up.sql").write_text(text)
    (shop.root / "from.conf").write_text(
        'include "confiture.conf"\nrecipe r {\n'
        '  migrate local from "db/one", "db/two" { version = "2" }\n}\n'
    )
    shop.confiture("apply", "from.conf", "--yes")
    assert shop.states() == "1=applied 2=applied"


def test_several_databases(three: Shop) -> None:
    """Each has its own ledger."""
    three.sql("create database production", database="postgres")
    (three.root / "all.conf").write_text(
        'include "confiture.conf"\nrecipe r {\n'
        "  for each one in [local, production] {\n    migrate one\n  }\n}\n"
    )
    three.confiture("apply", "all.conf", "--yes")
    for database in ("local", "production"):
        assert columns(three, database=database) == "id a b c"
        assert three.states(database) == "1=applied 10=applied 2=applied"
