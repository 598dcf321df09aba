"""One private server for all cases."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from confiture.cli.main import main
from confiture.model.access import Access
from confiture.pg.databases import Databases
from confiture.pg.observe import SCRATCH
from confiture.pg.scratch import scratch
from confiture.pg.session import Session
from tests.cli.conftest import run_cli
from tests.conftest import project_directory


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    access = Access(environment=SCRATCH, embedded="postgres")
    with project_directory() as root, Databases({SCRATCH: access}, _no_secret, root=root) as found:
        yield found


@pytest.fixture(scope="session")
def session(databases: Databases) -> Iterator[Session]:
    """On a database that each test empties before it uses it."""
    with scratch(databases) as found:
        yield found


def _no_secret(name: str) -> str:
    raise LookupError(name)


@dataclass(frozen=True)
class Project:
    """A project with the environment `local`, whose server runs until the last test."""

    root: Path

    def write(self, files: dict[str, str]) -> None:
        """Nothing but these files in its folders of SQL."""
        self.copy(None, "")
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def copy(self, source: Path | None, target: str) -> None:
        """Nothing but the files of a folder in its folders of SQL."""
        shutil.rmtree(self.root / "db", ignore_errors=True)
        if source is not None:
            shutil.copytree(source, self.root / target)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line, without a process of its own, which would take a second each time."""
        out, err = io.StringIO(), io.StringIO()
        code = 0
        with contextlib.chdir(self.root), redirect_stdout(out), redirect_stderr(err):
            try:
                main(list(arguments))
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


_PROJECT = """\
environment local {
  embedded = "local"
  schema = "db/schema"
}
environment strict extends local {
  lint_errors = ["json-column"]
  lint_notes = "serial-column"
  lint_off = ["missing-comment", "money-column"]
}
environment wrong extends local {
  lint_off = ["json-colum"]
}
"""


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    with project_directory() as root:
        (root / "confiture.conf").write_text(_PROJECT, encoding="utf-8")
        assert run_cli(root, "server", "start").returncode == 0
        yield Project(root)
        run_cli(root, "server", "stop", "--force")
