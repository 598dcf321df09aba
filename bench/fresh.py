"""The database that every contender builds anew, and whether it holds what it should."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from bench.revisions import VERSION_TABLE
from bench.rounds import CONFITURE
from confiture.model.names import quote
from confiture.pg import objects
from confiture.pg.session import connect
from confiture.plans.diff import diff

if TYPE_CHECKING:
    from pathlib import Path

    from confiture.ddl.objects import Catalog
    from confiture.pg.embedded import Server

FRESH = "fresh"


class WrongObjects(Exception):
    """A contender did not make what it should."""


@dataclass(frozen=True)
class Fresh:
    """A database that is there only while it is looked at. `root` is of the project that knows it
    as an environment."""

    server: Server
    root: Path
    expected: Catalog

    def nothing(self) -> None:
        """No database, no template, no clone."""
        drop(self.server, FRESH, "confiture\\_%")

    def empty(self) -> None:
        self.nothing()
        create(self.server, FRESH)

    def template(self) -> None:
        self._built("--ready", "0")

    def clone(self) -> None:
        self._built("--ready", "1")

    def check(self) -> None:
        """Raises WrongObjects where the database differs from the one that psql made."""
        with psycopg.connect(self.server.dsn(FRESH), autocommit=True) as connection:
            connection.execute(f"drop table if exists public.{VERSION_TABLE}")
        found = catalog(self.server, FRESH)
        if found != self.expected:
            changes = diff(self.expected, found).changes
            raise WrongObjects(
                "; ".join(map(str, changes[:5])) or "in what a difference leaves out"
            )

    def _built(self, *options: str) -> None:
        """As after a build of the same files, but that the database is gone again."""
        drop(self.server, FRESH)
        command = [*CONFITURE, "build", FRESH, "--yes", *options]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)
        drop(self.server, FRESH)


def catalog(server: Server, database: str) -> Catalog:
    session = connect(server.conninfo(database), environment=database)
    try:
        return objects.read(session)
    finally:
        session.close()


def exists(server: Server, database: str) -> bool:
    query = "select from pg_database where datname = %s"
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        return connection.execute(query, [database]).fetchone() is not None


def create(server: Server, database: str) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {quote(database)}")
        connection.execute("checkpoint")


def drop(server: Server, *patterns: str) -> None:
    """Databases whose names are like one of the patterns."""
    query = "select datname from pg_database where datname like any (%s)"
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        for (name,) in connection.execute(query, [list(patterns)]).fetchall():
            connection.execute(f"drop database {quote(name)} with (force)")
        connection.execute("checkpoint")
