"""Real servers, databases and project directories for tests."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from confiture.errors import ConfitureError
from confiture.model.names import quote
from confiture.pg import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

# A shell's background job starts with SIGINT ignored, and so would every child; tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
SHARED_DATA = Path(os.environ.get("CONFITURE_SHARED_DATA", _BESIDE))
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run the long tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--soak"):
        skip = pytest.mark.skip(reason="long: make soak")
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(skip)


@dataclass(frozen=True)
class Database:
    """An empty database of its own for one test."""

    name: str
    conninfo: dict[str, str]

    @property
    def dsn(self) -> str:
        return make_conninfo("", **self.conninfo)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.dsn, autocommit=True)


@contextlib.contextmanager
def project_directory() -> Iterator[Path]:
    """A directory that other accounts can reach, unlike pytest's tmp_path under root."""
    path = Path(tempfile.mkdtemp(prefix="confiture-test-")).resolve()
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture
def project_dir() -> Iterator[Path]:
    with project_directory() as path:
        yield path


@pytest.fixture(scope="session", params=["18", "15"])
def pg(request: pytest.FixtureRequest) -> Iterator[embedded.Server]:
    """A running private server: the newest supported PostgreSQL, and an old one from Debian."""
    try:
        old = request.param == "15"
        binaries = embedded.binaries_at(DEBIAN_15) if old else embedded.find_binaries()
    except ConfitureError as error:
        pytest.skip(str(error))
    if str(binaries.major) != request.param:
        pytest.skip(f"PostgreSQL {request.param} wanted, {binaries.version} found")
    with project_directory() as root, embedded.lease(root, binaries) as server:
        yield server


@pytest.fixture
def database(pg: embedded.Server) -> Iterator[Database]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(pg.dsn("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {quote(name)}")
        try:
            yield Database(name, pg.conninfo(name))
        finally:
            connection.execute(f"DROP DATABASE {quote(name)} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Schemas and vectors that several projects test with; they lie beside the checkout."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no {SHARED_DATA}; set CONFITURE_SHARED_DATA")
    return SHARED_DATA
