"""Sessions of the kernel on the test's own database."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from confiture._kernel import Connection, Mask

if TYPE_CHECKING:
    from tests.conftest import Database

KEY = bytes(range(32))

Connect = Callable[[], Connection]


class Pair(NamedTuple):
    """Two sessions on one database: copies go from `source` to `target`."""

    source: Connection
    target: Connection


def mask(name: str, /, key: bytes = KEY, **params: str | int | bool | bytes | None) -> Mask:
    return Mask(name, params, key=key, release="test", domain="d")


@pytest.fixture
def connect(database: Database) -> Iterator[Connect]:
    with contextlib.ExitStack() as sessions:
        yield lambda: sessions.enter_context(Connection(**database.conninfo))


@pytest.fixture
def pair(connect: Connect) -> Pair:
    return Pair(connect(), connect())


@pytest.fixture
def unused_server() -> Iterator[int]:
    """The port of a server that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
