"""A small project, the command line run on it in processes of its own, and what came of it."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg

from confiture import failpoints
from confiture.cli import apply as _apply  # noqa: F401 - so that a fork need not import it
from confiture.cli import main
from confiture.model.names import quote
from confiture.pg import embedded

REPOSITORY = Path(__file__).parents[2]
SHOP = Path(__file__).with_name("shop")
MAIN = "from confiture.cli import main; main()"
ENVIRONMENTS = ("local", "production")
_TABLES = """
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relispopulated
    and n.nspname !~ '^(pg_|information_schema$|confiture$)'
    order by 1"""


@dataclass(frozen=True)
class Outcome:
    """Everything that two runs of one recipe have to agree in."""

    content: dict[str, tuple[str, str, str]]
    sequences: dict[str, tuple[str, ...]]
    catalogs: dict[str, str]
    journals: dict[str, tuple[str, ...]]
    databases: tuple[str, ...]


@dataclass(frozen=True)
class Ended:
    """A command that has ended; `code` is negative for a signal."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """`server` is the project's private server, running."""

    root: Path
    server: embedded.Server

    @contextmanager
    def start(
        self, *arguments: str, failpoints: str = "", **variables: str
    ) -> Iterator[subprocess.Popen[str]]:
        """`confiture ARGUMENTS` in the project's directory; killed if it outlives the block."""
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, *arguments],
            cwd=self.root,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("PG")},
                "PYTHONPATH": str(REPOSITORY),
                "CONFITURE_FAILPOINTS": failpoints,
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @property
    def waits(self) -> Path:
        """The file by which a command waits at a failpoint."""
        return self.root / "waits"

    def wait_for(self, query: str) -> None:
        """Until the server's answer has a row."""
        self.wait_until(lambda: bool(self.rows("postgres", query)))

    @staticmethod
    def wait_until(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def confiture(
        self, *arguments: str, failpoints: str = "", code: int | None = 0, **variables: str
    ) -> Ended:
        """Run a command to its end; `code` is what it must exit with, None for anything.

        It runs in a fork of this process, which has imported everything already.
        """
        out, err = self.root / "out.log", self.root / "err.log"
        child = os.fork()
        if child == 0:
            self._become((out, err), arguments, failpoints, variables)
        ended = Ended(
            os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), out.read_text(), err.read_text()
        )
        assert code is None or ended.code == code, ended
        return ended

    def _become(
        self,
        logs: tuple[Path, Path],
        arguments: tuple[str, ...],
        armed: str,
        variables: dict[str, str],
    ) -> NoReturn:
        """Be the command in what is left of a forked process."""
        code = 99
        try:
            for stream, log in enumerate(logs, start=1):
                os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
            sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(n, "w")) for n in (1, 2))
            os.environ.update(variables)
            os.chdir(self.root)
            failpoints.reach = failpoints.armed(armed)
            main(list(arguments))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(self.server.dsn(database), autocommit=True)

    def rows(self, database: str, query: str) -> list[tuple[str, ...]]:
        with self.connect(database) as connection:
            return connection.execute(query.encode()).fetchall()

    def databases(self) -> tuple[str, ...]:
        """All but the system's own and the templates that are kept on purpose."""
        names = self.rows("postgres", "select datname from pg_database order by 1")
        ours = ("postgres", "template0", "template1")
        return tuple(
            n for (n,) in names if n not in ours and not n.startswith("confiture_template_")
        )

    def wipe(self, *, templates: bool = False) -> None:
        """As if nothing had ever run; the masking key stays."""
        shutil.rmtree(self.root / ".confiture" / "runs", ignore_errors=True)
        with self.connect("postgres") as connection:
            everything = connection.execute(
                "select datname from pg_database"
                " where starts_with(datname, 'confiture_') or datname = any (%s)",
                [list(ENVIRONMENTS)],
            ).fetchall()
            for (name,) in everything:
                if templates or not name.startswith("confiture_template_"):
                    connection.execute(f"drop database {quote(name)} with (force)".encode())

    def unfinished(self) -> list[str]:
        return sorted(p.stem for p in (self.root / ".confiture" / "runs").glob("*.json"))

    def outcome(self) -> Outcome:
        present = [name for name in ENVIRONMENTS if name in self.databases()]
        return Outcome(
            content={
                f"{name}.{table}": self._checksum(name, table)
                for name in present
                for (table,) in self.rows(name, _TABLES)
            },
            sequences={
                f"{name}.{sequence}": tuple(rest)
                for name in present
                for sequence, *rest in self.rows(
                    name, "select sequencename, last_value::text from pg_sequences order by 1"
                )
            },
            catalogs={name: self._catalog(name) for name in present},
            journals={name: self._journal(name) for name in present},
            databases=self.databases(),
        )

    def _checksum(self, database: str, table: str) -> tuple[str, str, str]:
        query = (
            "select count(*)::text, sum(hashtextextended(t::text, 0))::text,"
            f" sum(hashtextextended(t::text, 1))::text from only {table} t"
        )
        rows = self.rows(database, query)
        return (rows[0][0], rows[0][1], rows[0][2])

    def _catalog(self, database: str) -> str:
        """pg_dump of the schema, without the lines that it makes up anew each time."""
        text = subprocess.run(
            [self.server.binaries.path("pg_dump"), "-s", "-N", "confiture",
             self.server.dsn(database)],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        return "\n".join(line for line in text.splitlines() if not line.startswith("\\"))

    def _journal(self, database: str) -> tuple[str, ...]:
        """The state of the runs and the steps that are done, without ids and times."""
        states = self.rows(database, "select state from confiture.run order by started")
        steps = self.rows(database, "select step from confiture.step order by step")
        return (*(row[0] for row in states), *(row[0] for row in steps))


def kill_after(process: subprocess.Popen[str], seconds: float) -> int:
    """Let a process live for so long, then end it as the machine does; its exit code."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    return process.returncode
