"""Sessions: connected, pinned, and read back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from confiture import _kernel
from confiture.pg.failure import from_kernel, from_psycopg
from confiture.pg.settings import pin
from confiture.steps.abc import Row

# A broken network is an error within ten seconds; libpq's defaults wait for minutes.
NETWORK = {
    "connect_timeout": "10",
    "keepalives": "1",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "10000",
    "application_name": "confiture",
}
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1|/.*|@.*|")


class Session:
    """One pinned psycopg connection, in autocommit outside `transaction()`."""

    def __init__(self, connection: psycopg.Connection[Row], *, environment: str) -> None:
        self.connection = connection
        self.environment = environment
        self._values = False

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        with self._failures():
            cursor = psycopg.RawCursor(self.connection)
            cursor.execute(sql.encode(), list(parameters) or None)
            return cursor.fetchall() if cursor.description is not None else []

    def script(self, sql: str) -> None:
        with self._failures():
            psycopg.RawCursor(self.connection).execute(sql.encode())

    def copy_in(self, statement: str, data: str) -> int:
        """Run a COPY … FROM STDIN with all its data; returns the number of rows."""
        with self._failures():
            cursor = psycopg.RawCursor(self.connection)
            with cursor.copy(statement.encode()) as copy:
                copy.write(data)
            return cursor.rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, or a savepoint inside one."""
        with self._failures(), self.connection.transaction():
            yield

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise from_psycopg(error, where=self.environment, values=self._values) from error

    @property
    def version(self) -> int:
        """The server's version as a number: 180006 for 18.6."""
        return self.connection.info.server_version

    def cancel(self) -> None:
        self.connection.cancel_safe(timeout=5)

    def close(self) -> None:
        self.connection.close()


class BulkSession:
    """The kernel's own connection to the same place, for rows that never become objects."""

    def __init__(self, link: _kernel.Connection, *, environment: str) -> None:
        self.link = link
        self.environment = environment

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows as text; parameters are passed as text and want a cast where they are not."""
        texts = [None if value is None else str(value) for value in parameters]
        with self._failures():
            return list(self.link.query(sql, texts) if texts else self.link.query(sql))

    def script(self, sql: str) -> None:
        self.query(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.script("begin")
        try:
            yield
        except BaseException:
            with self._failures():
                self.link.query("rollback")
            raise
        self.script("commit")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except _kernel.DatabaseError as error:
            raise from_kernel(error, where=self.environment) from error

    def cancel(self) -> None:
        self.link.cancel()

    def close(self) -> None:
        self.link.close()


def connect(
    conninfo: Mapping[str, str], *, environment: str, settings: Mapping[str, str] = {}
) -> Session:
    """Open and pin a session. `conninfo` holds libpq keywords, or `url`; the rest is libpq's.

    Raises DatabaseError when the server cannot be reached or a setting does not take.
    """
    parameters = with_defaults(conninfo)
    try:
        connection = psycopg.connect(
            "",
            autocommit=True,
            prepare_threshold=None,
            **parameters,  # type: ignore[arg-type]
        )
    except psycopg.Error as error:
        raise from_psycopg(error, where=environment, values=False) from None
    session = Session(connection, environment=environment)
    try:
        pin(session, settings, where=environment)
    except BaseException:
        session.close()
        raise
    return session


def with_defaults(conninfo: Mapping[str, str]) -> dict[str, str]:
    """libpq keywords with our network defaults, and with TLS verified unless said otherwise.

    A Unix socket or a loopback address keeps libpq's own default for `sslmode`.
    """
    given = dict(conninfo)
    if "url" in given:
        given = {
            **{k: str(v) for k, v in conninfo_to_dict(given.pop("url")).items() if v is not None},
            **given,
        }
    effective = {**NETWORK, **given}
    if "sslmode" not in effective and "service" not in effective and not _is_local(effective):
        effective["sslmode"] = "verify-full"
        effective.setdefault("sslrootcert", "system")
    return effective


def _is_local(parameters: Mapping[str, str]) -> bool:
    if "PGSSLMODE" in os.environ:
        return True
    address = parameters.get("hostaddr") or parameters.get("host") or os.environ.get("PGHOST", "")
    return all(_LOOPBACK.fullmatch(host) for host in address.split(","))


def bulk(session: Session, *, settings: Mapping[str, str] = {}) -> BulkSession:
    """A bulk session to the place where `session` is, with the parameters that libpq settled on."""
    try:
        link = _kernel.Connection(**effective_parameters(session.connection))
    except _kernel.DatabaseError as error:
        raise from_kernel(error, where=session.environment) from None
    twin = BulkSession(link, environment=session.environment)
    try:
        pin(twin, settings, where=session.environment)
    except BaseException:
        twin.close()
        raise
    return twin


_KERNEL_KEYWORDS = (
    "host", "hostaddr", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "sslcert",
    "sslkey", "application_name", "connect_timeout", "options", "tcp_user_timeout",
)  # fmt: skip


def effective_parameters(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """What libpq connected with: service files, PG… variables and .pgpass are resolved."""
    info = connection.info
    effective = dict(info.get_parameters())
    effective |= {"host": info.host, "port": str(info.port), "dbname": info.dbname}
    effective |= {"user": info.user, "password": info.password, "hostaddr": info.hostaddr}
    return {key: effective[key] for key in _KERNEL_KEYWORDS if effective.get(key)}
