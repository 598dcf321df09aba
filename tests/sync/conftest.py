"""A source and a target on one server, and one for each version."""

from __future__ import annotations

import itertools
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from confiture.model.names import quote

from .syncing import Pair, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from confiture.pg import embedded

_numbers = itertools.count(1)


@contextmanager
def databases(server: embedded.Server, root: Path) -> Iterator[Pair]:
    number = next(_numbers)
    names = [f"sync_{os.getpid()}_{number}_{end}" for end in ("source", "target")]
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {quote(name)}".encode())
        try:
            yield Pair(Place(server, names[0]), Place(server, names[1]), root)
        finally:
            for name in names:
                connection.execute(f"DROP DATABASE {quote(name)} WITH (FORCE)".encode())


@pytest.fixture
def pair(pg: embedded.Server, tmp_path: Path) -> Iterator[Pair]:
    """Two empty databases for one test."""
    with databases(pg, tmp_path) as pair:
        yield pair
