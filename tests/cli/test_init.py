from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from confiture import api, lang
from confiture.cli import main
from confiture.cli.init import init, project_files
from confiture.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

RECIPES = [name for name in project_files() if name.endswith(".conf")]


def contents(directory: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
        for path in directory.rglob("*")
    }


def test_a_new_directory(tmp_path: Path) -> None:
    done = CliRunner().invoke(init, [str(tmp_path / "a" / "shop")])
    assert done.exit_code == 0
    written = {name: data for name, data in contents(tmp_path / "a" / "shop").items() if data}
    assert written == project_files()
    assert sorted(done.stdout.splitlines()) == sorted(
        str(tmp_path / "a" / "shop" / name) for name in written
    )
    assert "confiture build --env local" in done.stderr


def test_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(init)
    assert done.exit_code == 0
    assert "confiture.conf" in done.stdout.splitlines()
    assert "cd " not in done.stderr


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_are_right_and_formatted(tmp_path: Path, name: str) -> None:
    CliRunner().invoke(init, [str(tmp_path)])
    assert api.check(tmp_path / name) == []
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert lang.format_text(text) == text


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda root: (root / "confiture.conf").touch(), ["confiture.conf"]),
        (lambda root: (root / "confiture.conf").mkdir(), ["confiture.conf"]),
        (lambda root: (root / "confiture.conf").symlink_to("nowhere"), ["confiture.conf"]),
        (lambda root: (root / "db").touch(), ["db"]),
        (
            lambda root: [(root / name).touch() for name in ("confiture.conf", "recipes")],
            ["confiture.conf", "recipes"],
        ),
    ],
    ids=["file", "folder", "dangling link", "file for a folder", "two"],
)
def test_nothing_is_written_over(
    tmp_path: Path, make: Callable[[Path], object], named: list[str]
) -> None:
    make(tmp_path)
    before = contents(tmp_path)
    done = CliRunner().invoke(init, [str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert [d.message for d in done.exception.diagnostics] == [
        f"{tmp_path / name} is there already" for name in named
    ]
    assert contents(tmp_path) == before


def test_what_is_not_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "notes.txt").write_text("mine")
    (tmp_path / ".gitignore").write_text("mine")
    done = CliRunner().invoke(init, [str(tmp_path)])
    assert done.exit_code == 0
    assert (tmp_path / "db" / "notes.txt").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text() == "mine"
    assert "let it hold the line .confiture/" in done.stderr


def test_a_file_cannot_be_written(tmp_path: Path) -> None:
    done = CliRunner().invoke(init, [str(tmp_path / ("x" * 300))])
    assert isinstance(done.exception, UsageError)
    assert "file name too long" in str(done.exception)


def test_the_project_works_untouched(project_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build, seed, then the example recipe with its proofs."""
    CliRunner().invoke(init, [str(project_dir)])
    monkeypatch.chdir(project_dir)
    for command in (
        ["build", "--env", "local", "--yes"],
        ["seed", "--env", "local", "--yes"],
        ["build", "--env", "production", "--yes"],
        ["apply", "recipes/refresh.conf", "--yes"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 0, command
