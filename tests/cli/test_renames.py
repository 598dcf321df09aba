"""`--rename` and `--map-label`: what the commands take and print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import run_cli
from tests.conftest import project_directory
from tests.migrating import Shop, running_shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "create table t (a int, mail text);\ncreate type mood as enum ('sad', 'meh', 'ok');\n"
NEW = "create table t (a int, email text);\ncreate type mood as enum ('sad', 'ok');\n"


@pytest.fixture(scope="module")
def files() -> Iterator[Path]:
    with project_directory() as root:
        (root / "old.sql").write_text(OLD)
        (root / "new.sql").write_text(NEW)
        yield root
        run_cli(root, "server", "stop", "--force")


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with running_shop() as shop:
        shop.start_anew()
        yield shop


def test_diff_tells_what_may_be_meant(files: Path) -> None:
    done = run_cli(files, "diff", "old.sql", "new.sql")
    assert done.stdout == (
        "± enum public.mood\n+ column public.t.email\n- column public.t.mail\n"
        "! data-loss: alter table public.t drop column mail\n"
    )
    assert done.stderr == (
        "? column public.t.email may be public.t.mail renamed: --rename public.t.mail=email\n"
        "note: label 'meh' of public.mood goes; the change fails where rows have it, unless you"
        " say what they become: --map-label public.mood.meh=LABEL\n"
    )


def test_diff_does_what_is_said(files: Path) -> None:
    words = ("--rename", "public.t.mail=email", "--map-label", "public.mood.meh=ok")
    done = run_cli(files, "diff", "old.sql", "new.sql", *words)
    assert done.stderr == ""
    assert done.stdout == (
        "> column public.t.email\n    name: public.t.mail → public.t.email\n± enum public.mood\n"
    )


def test_json(files: Path) -> None:
    done = run_cli(files, "diff", "old.sql", "new.sql", "--format", "json")
    document = json.loads(done.stdout)
    assert document["candidates"] == [
        {
            "kind": "column",
            "old": "public.t.mail",
            "new": "public.t.email",
            "rename": "public.t.mail=email",
        }
    ]
    assert len(document["notes"]) == 1


def test_what_is_refused(files: Path) -> None:
    done = run_cli(files, "diff", "old.sql", "new.sql", "--rename", "t.mial=email")
    assert done.returncode == 64
    assert "the old side has no t.mial" in done.stderr
    assert "did you mean 't.mail'?" in done.stderr


def test_a_migration_keeps_rows_there_and_back(shop: Shop) -> None:
    shop.migration("1_t", OLD + "create table f (m mood);\n", "drop table f;\n")
    up = shop.confiture("migrate", "up", "--yes")
    assert up.code == 0, up.err
    shop.sql("insert into t values (1, 'a@x'); insert into f values ('meh'), ('ok')")
    shop.schema(NEW + "create table f (m mood);\n")
    told = shop.confiture("migrate", "generate", "--name", "told")
    assert "? column public.t.email may be public.t.mail renamed" in told.err
    for line in told.out.splitlines():
        (shop.root / line).unlink()
    words = ("--rename", "public.t.mail=email", "--map-label", "mood.meh=ok")
    made = shop.confiture("migrate", "generate", "--name", "names", *words)
    assert made.code == 0, made.err
    assert "?" not in made.err
    up = shop.confiture("migrate", "up", "--yes")
    assert up.code == 0, up.err
    assert shop.rows("local", "select email from t") == [("a@x",)]
    assert shop.rows("local", "select m::text from f") == [("ok",), ("ok",)]
    down = shop.confiture("migrate", "down", "--yes")
    assert down.code == 0, down.err
    assert shop.rows("local", "select mail from t") == [("a@x",)]


def test_a_migration_of_what_comments_tell(shop: Shop) -> None:
    shop.start_anew()
    shop.migration("1_t", OLD)
    shop.schema(
        NEW.replace("email text", "email text -- confiture: renamed from mail\n")
        .replace("create type", "-- confiture: label meh is now ok\ncreate type")
    )  # fmt: skip
    made = shop.confiture("migrate", "generate", "--name", "names")
    assert "rename column mail to email" in (shop.root / made.out.splitlines()[0]).read_text()
    back = (shop.root / made.out.splitlines()[1]).read_text()
    assert "rename column email to mail" in back
    assert "note" not in made.err
