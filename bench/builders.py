"""Who builds the database, from what, and the programs that do it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import revisions
from bench.fresh import FRESH, Fresh, catalog, create, exists
from bench.report import Goal
from bench.rounds import CONFITURE, Contender
from bench.schema import AREA, CHANGES, TABLES_OF_AREA, Made, lived, objects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from confiture.pg.embedded import Server

PSQL = "psql -1 -f"
CREATED = "createdb, psql -1 -f"
BUILD = "confiture build"
UNCHANGED = "confiture build, unchanged DDL"
READY = "confiture build, from a ready clone"
READ = "read"
PLAN_BUILD = "confiture plan, build"
PLAN_MIGRATE = "confiture plan, migrate to DDL"

LARGE = "large"
SCRIPT = "all.sql"

CONF = """\
environment fresh {
  embedded = "fresh"
  schema = "ddl/fresh"
}
environment large {
  embedded = "large"
  schema = "ddl/large"
}
"""
RECIPES = {
    "build.conf": 'include "confiture.conf"\nrecipe unchanged { build large }\n',
    "migrate.conf": 'include "confiture.conf"\nrecipe unchanged { migrate large to "ddl/large" }\n',
}


def alembic_name(count: int) -> str:
    return f"alembic, {count:,} revisions"


@dataclass(frozen=True)
class Project:
    """A project of Confiture with two schemas of different size, and the smaller one as one script
    for psql and as two histories for Alembic."""

    root: Path
    server: Server
    files: int
    tables: int

    def write(self) -> None:
        made = tuple(objects(self.files))
        (self.root / "confiture.conf").write_text(CONF, encoding="utf-8")
        for name, text in RECIPES.items():
            (self.root / name).write_text(text, encoding="utf-8")
        _write_ddl(self.root / "ddl" / FRESH, made)
        script = "\n".join(one.ddl for one in made)
        (self.root / SCRIPT).write_text(script, encoding="utf-8")
        socket = self.server.conninfo(FRESH)["host"]
        for name, history in (("short", (one.ddl for one in made)), ("long", lived(made))):
            revisions.write_project(self.root / name, history, socket=socket, database=FRESH)

    def fresh(self) -> Fresh:
        """The database, with what psql makes for an example."""
        create(self.server, "example")
        subprocess.run(self._psql("example"), cwd=self.root, check=True)
        return Fresh(self.server, self.root, catalog(self.server, "example"))

    def builders(self, fresh: Fresh) -> tuple[Contender, ...]:
        build = (*CONFITURE, "build", FRESH, "--yes")
        alembic = (sys.executable, "-m", "alembic", "--config")
        socket = self.server.conninfo(FRESH)["host"]
        createdb = (str(self.server.binaries.path("createdb")), "-h", socket, "-U", "postgres")
        psql = self._psql(FRESH)
        both = ("sh", "-c", f"{shlex.join((*createdb, FRESH))} && {shlex.join(psql)}")
        short, long = (
            (*alembic, str(self.root / name / "alembic.ini"), "upgrade", "head")
            for name in ("short", "long")
        )
        return (
            Contender(PSQL, (psql,), fresh.empty, fresh.check),
            Contender(CREATED, (both,), fresh.nothing, fresh.check),
            Contender(BUILD, (build,), fresh.nothing, fresh.check),
            Contender(UNCHANGED, (build,), fresh.template, fresh.check),
            Contender(READY, ((*build, "--ready", "1"),), fresh.clone, fresh.check),
            Contender(alembic_name(self.files), (short,), fresh.empty, fresh.check),
            Contender(
                alembic_name(self.files * CHANGES), (long,), fresh.empty, fresh.check, rounds=2
            ),
        )

    def readers(self) -> tuple[Contender, ...]:
        read = (sys.executable, "-m", "bench.read", json.dumps(self.server.conninfo(LARGE)))
        plan = (*CONFITURE, "plan", "--exit-code")  # which fails where there is something to do
        return tuple(
            Contender(self._reading(name), (command,), self._large, _nothing)
            for name, command in (
                (READ, read),
                (PLAN_BUILD, (*plan, "build.conf")),
                (PLAN_MIGRATE, (*plan, "migrate.conf")),
            )
        )

    def goals(self) -> tuple[Goal, ...]:
        short, long = alembic_name(self.files), alembic_name(self.files * CHANGES)
        limits = ((READ, 2), (PLAN_BUILD, 3), (PLAN_MIGRATE, 3))
        return (
            Goal(BUILD, "time", PSQL, 1.2),
            Goal(UNCHANGED, "time", PSQL, 0.6),
            Goal(READY, "time", PSQL, 0.1),
            Goal(BUILD, "speed", short, 3),
            Goal(BUILD, "speed", long, 20),
            *(Goal(self._reading(name), "seconds", "", limit) for name, limit in limits),
        )

    def _reading(self, name: str) -> str:
        return f"{name}, {self.tables:,} tables"

    def _psql(self, database: str) -> tuple[str, ...]:
        options = ("-Xq", "-1", "-v", "ON_ERROR_STOP=1")
        return (str(self.server.psql_path), *options, "-d", self.server.dsn(database), "-f", SCRIPT)

    def _large(self) -> None:
        """Builds the large database where it is not there yet."""
        if exists(self.server, LARGE):
            return
        areas = -(-self.tables // TABLES_OF_AREA)
        _write_ddl(self.root / "ddl" / LARGE, objects(areas * AREA))
        command = [*CONFITURE, "build", LARGE, "--yes"]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)


def _write_ddl(folder: Path, made: Iterable[Made]) -> None:
    for one in made:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.ddl, encoding="utf-8")


def _nothing() -> None:
    """What only reads leaves nothing to check."""
