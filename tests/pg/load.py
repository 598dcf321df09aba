"""Clients that work while something else goes on, and how long each of their transactions took."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import psycopg

from tests.conftest import Database


@dataclass
class Load:
    """What clients did so far; latencies in milliseconds."""

    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def worst(self) -> float:
        return max(self.latencies)


@contextmanager
def clients(
    database: Database,
    *statements: str,
    threads: int = 1,
    pause: float = 0.002,
) -> Iterator[Load]:
    """Each thread runs one transaction of the statements after another, `pause` seconds between.

    Inside the block at least one transaction of each thread has begun.
    """
    load, ended = Load(), threading.Event()
    started = threading.Barrier(threads + 1)

    def work() -> None:
        with database.connect() as connection:
            started.wait()
            while not ended.is_set():
                _one(connection, statements, load)
                ended.wait(pause)

    running = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    started.wait()
    try:
        yield load
    finally:
        ended.set()
        for thread in running:
            thread.join()


def _one(connection: psycopg.Connection, statements: tuple[str, ...], load: Load) -> None:
    began = time.perf_counter()
    try:
        with connection.transaction():
            for statement in statements:
                connection.execute(statement.encode())
    except psycopg.Error as error:
        load.errors.append(str(error))
    else:
        load.latencies.append((time.perf_counter() - began) * 1000)


class Holder(NamedTuple):
    pid: int
    connection: psycopg.Connection


@contextmanager
def holder(database: Database, *statements: str, age: float = 0) -> Iterator[Holder]:
    """A transaction that ran the statements and stays open, idle, until the block ends.

    The block begins when it is so many seconds old.
    """
    with database.connect() as connection:
        connection.execute("begin")
        for statement in statements:
            connection.execute(statement.encode())
        time.sleep(age)
        yield Holder(connection.info.backend_pid, connection)
        connection.execute("rollback")
