"""The two databases of a bench, and whether a contender filled the second one rightly."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from confiture.pg import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "source"
TARGET = "target"
_HERE = Path(__file__).parent
_ALL = "users::text"
_KEPT = "(id, city, created_at, active, balance, preferences, bio)::text"


class WrongRows(Exception):
    """A contender did not copy what it should."""


@dataclass(frozen=True)
class Checksums:
    """Sums of 64-bit hashes over all rows: of whole rows, and of the columns that nobody masks."""

    rows: int
    whole: str
    kept: str


@dataclass(frozen=True)
class Pair:
    """A source table of `rows` rows, and an empty target without indexes."""

    server: embedded.Server
    rows: int
    bytes: int
    expected: Checksums

    def empty_target(self) -> None:
        with _connect(self.server, TARGET) as connection:
            connection.execute("truncate users")
            connection.execute("checkpoint")

    def check(self, *, masked: bool) -> None:
        """Raises WrongRows unless the target holds the source's rows, masked if they should be."""
        with _connect(self.server, TARGET) as connection:
            found = _checksums(connection)
            survivors = _number(
                connection, "select count(*) from users join source_emails using (email)"
            )
            distinct = _number(connection, "select count(distinct email) from users")
        if found.kept != self.expected.kept or found.rows != self.rows:
            raise WrongRows(f"{found.rows} of {self.rows} rows, or other values in kept columns")
        if not masked and found != self.expected:
            raise WrongRows("the values differ from the source's")
        if masked and (survivors or distinct != self.rows):
            raise WrongRows(f"{survivors} e-mails of the source survive, {distinct} are distinct")


@contextmanager
def pair(root: Path, rows: int) -> Iterator[Pair]:
    """Both databases, on a private server in a directory, for as long as the block lasts."""
    with embedded.lease(root) as server:
        with _connect(server, "postgres") as connection:
            for name in (SOURCE, TARGET):
                connection.execute(f"create database {name}")
        users = (_HERE / "users.sql").read_text(encoding="utf-8")
        with _connect(server, SOURCE) as connection:
            connection.execute(users)
            fill = (_HERE / "rows.sql").read_text(encoding="utf-8")
            psycopg.RawCursor(connection).execute(fill, [rows])
            connection.execute("alter table users add primary key (id), add unique (email)")
            connection.execute("vacuum (analyze) users")
            size = _number(connection, "select pg_table_size('users')")
            expected = _checksums(connection)
        with _connect(server, TARGET) as connection:
            connection.execute(users)
        _copy_emails(server)
        yield Pair(server, rows, size, expected)


def _copy_emails(server: embedded.Server) -> None:
    """The source's e-mails beside the target, so that the server can look for survivors."""
    with _connect(server, SOURCE) as source, _connect(server, TARGET) as target:
        target.execute("create table source_emails (email text not null)")
        with (
            source.cursor().copy("copy users (email) to stdout") as rows,
            target.cursor().copy("copy source_emails from stdin") as into,
        ):
            for block in rows:
                into.write(block)
        target.execute("vacuum (analyze) source_emails")


def _checksums(connection: psycopg.Connection) -> Checksums:
    row = connection.execute(
        f"select count(*), sum(hashtextextended({_ALL}, 0)), sum(hashtextextended({_KEPT}, 0))"
        " from users"
    ).fetchone()
    if row is None:
        raise WrongRows("no answer")
    return Checksums(int(row[0]), str(row[1]), str(row[2]))


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row is not None else 0


def _connect(server: embedded.Server, database: str) -> psycopg.Connection:
    return psycopg.connect(server.dsn(database), autocommit=True)
