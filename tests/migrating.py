"""A project with migrations, its server running, and what its databases look like."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from confiture.ddl.objects.text import as_text
from confiture.pg import embedded, objects
from confiture.pg.session import connect
from tests.conftest import project_directory
from tests.faults.project import Project

CONF = """
environment local {
  embedded = "local"
  schema = "db/schema"
  migrations = "db/migrations"
}

environment production {
  embedded = "production"
  schema = "db/schema"
  migrations = "db/migrations"
}
"""


@dataclass(frozen=True)
class Shop(Project):
    """Migrations are in db/migrations, DDL files in db/schema."""

    def start_anew(self, template: str = "template0") -> None:
        """A database `local`, empty or as the template, and no files but the project's own."""
        self.wipe()
        shutil.rmtree(self.root / "db", ignore_errors=True)
        for folder in ("schema", "migrations"):
            (self.root / "db" / folder).mkdir(parents=True)
        (self.root / "confiture.conf").write_text(CONF)
        self.sql(f"create database local template {template}", database="postgres")

    def database_at(self, info: Mapping[str, str]) -> None:
        """Let `local` be on another server than the project's own, so that what is tried on
        scratch copies does not touch it."""
        words = {"host": "host", "port": "port", "user": "user", "dbname": "database"}
        settings = [
            f"  {ours} = {info[name] if name == 'port' else json.dumps(info[name])}"
            for name, ours in words.items()
            if name in info
        ]
        text = "\n".join([*settings, '  schema = "db/schema"', '  migrations = "db/migrations"'])
        (self.root / "confiture.conf").write_text(f"environment local {{\n{text}\n}}\n")

    def schema(self, text: str) -> None:
        (self.root / "db" / "schema" / "10.sql").write_text(text)

    def migration(self, title: str, up: str, down: str | None = None) -> None:
        folder = self.root / "db" / "migrations"
        (folder / (f"{title}.sql" if title.startswith("R__") else f"{title}.up.sql")).write_text(up)
        if down is not None:
            (folder / f"{title}.down.sql").write_text(down)

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.root / "db" / "migrations").iterdir())

    def sql(self, text: str, database: str = "local") -> None:
        with self.connect(database) as connection:
            connection.execute(text.encode())

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that the database `local` answers with."""
        return self.rows("local", query)

    def ledger(self, database: str = "local") -> list[tuple[str, ...]]:
        """Version, state, and how many of how many groups are done."""
        there = "select from pg_class where oid = to_regclass('confiture.migration')"
        if not self.rows(database, there):
            return []
        query = "select version, state, done || '/' || groups from confiture.migration order by 1"
        return self.rows(database, query)

    def states(self, database: str = "local") -> str:
        """The ledger in a line: `1=applied 2=applying`."""
        return " ".join(f"{version}={state}" for version, state, _ in self.ledger(database))

    def catalog(self, database: str = "local") -> tuple[str, str]:
        """Everything but Confiture's own schema, as Confiture reads it, and as pg_dump does."""
        session = connect(self.server.conninfo(database), environment=database)
        try:
            return as_text(objects.read(session)), self._catalog(database)
        finally:
            session.close()


@contextmanager
def running_shop() -> Iterator[Shop]:
    with project_directory() as root, embedded.lease(root) as server:
        yield Shop(root, server)
