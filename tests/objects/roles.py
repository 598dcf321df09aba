"""Roles that last as long as the tests of a module."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from confiture.pg import embedded


@contextmanager
def made(server: embedded.Server, names: Collection[str]) -> Iterator[None]:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(f'create role "{name}"'.encode())
        yield
        for name in names:
            connection.execute(f'drop role "{name}"'.encode())
