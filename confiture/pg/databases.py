"""The databases behind environments, opened on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock

from confiture.errors import DatabaseError
from confiture.model.access import Access
from confiture.pg import embedded
from confiture.pg.conninfo import database_of
from confiture.pg.session import BulkSession, Session, bulk, connect
from confiture.steps.abc import Row
from confiture.steps.template import MAINTENANCE

DEFAULT_LOCK_TIMEOUT_MS = 10_000


class Databases:
    """Sessions on the databases of a set of environments.

    Starts the project's private server when an environment first needs it, and leaves it on
    `close`. `secret` gives the text of a secret by name. Safe to use from several threads.
    """

    def __init__(
        self, accesses: Mapping[str, Access], secret: Callable[[str], str], *, root: Path
    ) -> None:
        self._accesses = accesses
        self._secret = secret
        self._root = root
        self._server: embedded.Server | None = None
        self._lock = Lock()
        self._resources = ExitStack()
        self._room = {
            name: BoundedSemaphore(max(access.max_connections, 1))
            for name, access in accesses.items()
        }
        self._kept: dict[str, Session] = {}
        self._asking = {name: Lock() for name in accesses}

    def __enter__(self) -> Databases:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for session in self._kept.values():
            session.close()
        self._kept.clear()
        self._resources.close()

    def access(self, environment: str) -> Access:
        return self._accesses[environment]

    @contextmanager
    def session(
        self, environment: str, *, database: str | None = None, read_only: bool = False
    ) -> Iterator[Session]:
        """A session in the environment's database, or in another one of its server.

        Not counted against max_connections: a step may hold one while it asks for more.
        """
        session = self.connect(environment, database=database, read_only=read_only)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def counted(self, environment: str, *, database: str | None = None) -> Iterator[Session]:
        """A writing session that waits while max_connections are in use."""
        with self._room[environment], self.session(environment, database=database) as session:
            yield session

    @contextmanager
    def bulk(self, environment: str, *, read_only: bool) -> Iterator[BulkSession]:
        """A bulk session to the place where a control session of the environment arrives.

        Waits while max_connections are in use.
        """
        settings = self._settings(environment, read_only=read_only)
        with self._room[environment]:
            with self.session(environment, read_only=read_only) as session:
                link = bulk(session, settings=settings)
            try:
                yield link
            finally:
                link.close()

    def connect(
        self, environment: str, *, database: str | None = None, read_only: bool = False
    ) -> Session:
        """As `session`, for whoever closes it."""
        conninfo = self.conninfo(environment)
        if database is not None:
            conninfo["dbname"] = database
        return connect(
            conninfo,
            environment=environment,
            settings=self._settings(environment, read_only=read_only),
        )

    def conninfo(self, environment: str) -> dict[str, str]:
        """libpq's keywords (and `url`), with secrets filled in."""
        access = self._accesses[environment]
        if access.embedded is not None:
            return self._private_server().conninfo(access.embedded)
        conninfo = dict(access.parameters)
        if access.url is not None:
            conninfo["url"] = access.url
        conninfo |= {keyword: self._secret(name) for keyword, name in access.secrets}
        return conninfo

    def exists(self, environment: str) -> bool:
        """Whether the environment's database is there; the server has to be.

        libpq gives no SQLSTATE for a connection that is refused, so the server is asked through
        its maintenance database; where that is closed to us, connecting is the test.
        """
        query = "select exists (select from pg_database where datname = $1)"
        try:
            return bool(self.asked(environment, query, [self.database_name(environment)])[0][0])
        except DatabaseError:
            self.connect(environment, read_only=True).close()
        return True

    def asked(self, environment: str, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """What the maintenance database answers, on a session that is kept for the next one."""
        with self._asking[environment]:
            kept = self._kept.pop(environment, None)
            if kept is not None:
                try:
                    rows = kept.query(query, parameters)
                except DatabaseError:  # the server may have ended it meanwhile
                    kept.close()
                else:
                    self._kept[environment] = kept
                    return rows
            session = self.connect(environment, database=MAINTENANCE, read_only=True)
            try:
                rows = session.query(query, parameters)
            except BaseException:
                session.close()
                raise
            self._kept[environment] = session
            return rows

    def database_name(self, environment: str) -> str:
        """The name of the environment's database, which need not exist."""
        access = self._accesses[environment]
        if access.embedded is not None:
            return access.embedded
        return database_of(self.conninfo(environment), where=environment)

    def _settings(self, environment: str, *, read_only: bool) -> dict[str, str]:
        access = self._accesses[environment]
        return {
            "statement_timeout": f"{access.statement_timeout}ms",
            "lock_timeout": f"{access.lock_timeout or DEFAULT_LOCK_TIMEOUT_MS}ms",
            "default_transaction_read_only": "on" if read_only else "off",
        }

    def _private_server(self) -> embedded.Server:
        with self._lock:
            if self._server is None:
                self._server = self._resources.enter_context(embedded.lease(self._root))
            return self._server
