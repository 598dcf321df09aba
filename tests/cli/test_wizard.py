"""`confiture wizard`: with options alone, and at a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import run_cli
from tests.conftest import project_directory

ALL = ("--env", "local", "--online", "--name", "fax", "--no-recipe")


@pytest.fixture
def changed() -> Iterator[Path]:
    """A project with one migration, whose DDL has another name for a column by now."""
    with project_directory() as root:
        for words in (["init", "."], ["migrate", "generate", "--name", "first"]):
            done = run_cli(root, *words)
            assert done.returncode == 0, done.stderr
        users = root / "db/schema/10_tables/20_users.sql"
        users.write_text(users.read_text().replace("phone", "fax"))
        yield root
        run_cli(root, "server", "stop", "--force")


def written(root: Path) -> str:
    (up,) = root.glob("db/migrations/*_fax.up.sql")
    return up.read_text()


def test_every_question_has_an_option(changed: Path) -> None:
    dropped = (*ALL[:3], "--drop", "--accept-risk")
    for answers in ((), ALL[:3], dropped, (*dropped, "--name", "fax")):
        done = run_cli(changed, "wizard", *answers)
        assert done.returncode == 64, done.stdout
        assert "nobody is there to ask" in done.stderr
    assert not list(changed.glob("db/migrations/*_fax.*"))
    done = run_cli(changed, "wizard", *ALL, "--rename", "public.users.phone=fax")
    assert done.returncode == 0, done.stderr
    assert written(changed).startswith("alter table public.users rename column phone to fax;\n")


def test_dropping_wants_another_word(changed: Path) -> None:
    done = run_cli(changed, "wizard", *ALL, "--drop")
    assert done.returncode == 64
    assert "--accept-risk" in done.stderr
    done = run_cli(changed, "wizard", *ALL, "--drop", "--accept-risk")
    assert done.returncode == 0, done.stderr
    assert "data-loss: rows or values are lost for good" in done.stdout
    assert "drop column phone" in written(changed)


def test_at_a_terminal(changed: Path) -> None:
    """Environment, rename?, name, recipe."""
    ours, theirs = pty.openpty()
    os.write(ours, b"\ny\nfax\nfax.conf\n")
    done = subprocess.run(
        [sys.executable, "-c", "from confiture.cli import main; main()", "wizard"],
        cwd=changed, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=theirs, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "was public.users.phone renamed to column public.users.fax?" in done.stderr
    assert "rename column phone to fax" in written(changed)
    assert "migrate local" in (changed / "fax.conf").read_text()
    assert run_cli(changed, "check", "fax.conf").returncode == 0


def test_a_recipe_in_a_new_folder(changed: Path) -> None:
    """Which includes the project's file; and one that is there stops all of it."""
    words = (*ALL[:-1], "--drop", "--accept-risk", "--recipe")
    done = run_cli(changed, "wizard", *words, "confiture.conf")
    assert done.returncode == 64, done.stderr
    assert "confiture.conf: File exists" in done.stderr
    assert not list(changed.glob("db/migrations/*_fax.*"))
    done = run_cli(changed, "wizard", *words, "made/here/fax.conf")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("made/here/fax.conf\n")
    done = run_cli(changed, "check", "made/here/fax.conf")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("form", "change", "said"),
    [
        (
            "--online",
            "alter table users add exclude using btree (email with =);",
            "at a quiet time",
        ),
        ("--offline", "create index on users (email, id);", "with --online, the form that lets"),
    ],
)
def test_what_else_could_be_done(changed: Path, form: str, change: str, said: str) -> None:
    """Said of the form that was asked for."""
    users = changed / "db/schema/10_tables/20_users.sql"
    users.write_text(f"{users.read_text().replace('fax', 'phone')}\n{change}\n")
    words = ("--env", "local", form, "--accept-risk", "--name", "fax", "--no-recipe")
    done = run_cli(changed, "wizard", *words)
    assert done.returncode == 0, done.stderr
    assert f"lock: nobody can write the table while it is read whole\n  else: {said}" in done.stdout
