"""Who uses the private server, and when it starts and stops."""

from __future__ import annotations

import atexit
import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from confiture.errors import ConfitureError, Diagnostic
from confiture.pg.embedded.account import Account, server_account
from confiture.pg.embedded.binaries import Binaries, find_binaries
from confiture.pg.embedded.cluster import (
    PORT,
    ensure_running,
    halt,
    initialise,
    is_alive,
    read_postmaster,
    serves,
)
from confiture.pg.embedded.layout import data_of, home_of, make_home, open_cluster
from confiture.pg.embedded.locks import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

_LOCK_TIMEOUT = 180.0


@dataclass(frozen=True)
class Status:
    """What there is of a project's private server. `pid` and `databases` are of a running one."""

    running: bool
    keep: bool
    version: str
    data: Path
    socket_dir: Path | None
    pid: int | None
    databases: tuple[str, ...]


class Server:
    """A project's private server, running from `acquire` (or `with`) to the last `release`.

    Users are counted by locks that the kernel drops when a process dies; so a killed process
    leaves a running server behind, which the next to leave, or `stop`, ends. A forked child
    holds nothing and acquires for itself. May be used from several threads.
    """

    def __init__(self, root: Path, binaries: Binaries | None = None) -> None:
        self.root = root.resolve()
        self.binaries = binaries or find_binaries()
        self._uses: list[FileLock] = []
        self._socket_dir: Path | None = None

    def acquire(self) -> None:
        """Use the server, and start it where it does not run. Each call wants its `release`."""
        account = self._account()
        home = make_home(self.root, self.binaries.major, account)
        with FileLock(home / "startup.lock") as startup:
            startup.exclusive(_LOCK_TIMEOUT)
            cluster = open_cluster(home, account)
            with contextlib.ExitStack() as undo:
                use = undo.enter_context(FileLock(home / "users.lock"))
                use.try_shared()  # exclusive only under the startup lock, which is ours
                try:
                    if not cluster.data.exists():
                        initialise(cluster, self.binaries)
                    self._socket_dir = ensure_running(cluster, self.binaries).socket_dir
                except KeyboardInterrupt:  # perhaps with a server half started
                    use.release()
                    _stop_unused(home)
                    raise
                undo.pop_all()
            with _bookkeeping:
                self._uses.append(use)
                _used.add(self)

    def release(self) -> None:
        """Leave the server. The last user of all processes stops it, unless it is kept."""
        home = home_of(self.root, self.binaries.major)
        with _bookkeeping:
            use = self._uses.pop()
            if not self._uses:
                _used.discard(self)
        use.release()
        if home.exists():
            with FileLock(home / "startup.lock") as startup:
                startup.exclusive(_LOCK_TIMEOUT)
                _stop_unused(home)

    def dsn(self, database: str) -> str:
        """A connection string; only of an acquired server."""
        return make_conninfo("", **self.conninfo(database))

    def conninfo(self, database: str) -> dict[str, str]:
        """Parameters for libpq; only of an acquired server."""
        if self._socket_dir is None:
            raise RuntimeError("the server was not acquired")
        return {
            "host": str(self._socket_dir),
            "port": str(PORT),
            "user": "postgres",
            "dbname": database,
        }

    @property
    def psql_path(self) -> Path:
        return self.binaries.path("psql")

    def _account(self) -> Account:
        data = data_of(home_of(self.root, self.binaries.major))
        account = server_account(data)
        postgres = self.binaries.path("postgres")
        if account.is_other and not account.may_run(postgres):
            raise ConfitureError(
                Diagnostic(
                    "binaries",
                    f"{account.name} cannot run {postgres}, and PostgreSQL refuses to run as root",
                    hint="install Confiture where that account may read, or set CONFITURE_PG_BIN",
                )
            )
        return account

    def __enter__(self) -> Server:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


@contextlib.contextmanager
def lease(root: Path, binaries: Binaries | None = None) -> Iterator[Server]:
    """The running private server of a project, for as long as the block lasts."""
    with Server(root, binaries) as server:
        yield server


def start(root: Path, binaries: Binaries | None = None) -> Status:
    """Start the server and keep it running until `stop`, whoever comes and goes."""
    with Server(root, binaries) as server:
        (home_of(server.root, server.binaries.major) / "keep").touch()
        return status(root, server.binaries)


def stop(root: Path, *, force: bool = False) -> bool:
    """Stop the project's servers, of every version; False where none ran.

    Raises ConfitureError where a process uses one, unless `force` ends its sessions.
    """
    stopped = False
    homes = sorted(home_of(root.resolve(), 0).parent.glob("[0-9]*"))
    for home in homes:
        with FileLock(home / "startup.lock") as startup:
            startup.exclusive(_LOCK_TIMEOUT)
            running = is_alive(home)
            if running and not force and _has_users(home):
                raise ConfitureError(
                    Diagnostic(
                        "server-in-use",
                        f"another process uses the private server in {home}",
                        hint="end that process first, or stop the server with --force",
                    )
                )
            (home / "keep").unlink(missing_ok=True)
            halt(home)
            stopped = stopped or running
    return stopped


def status(root: Path, binaries: Binaries | None = None) -> Status:
    """What there is of a project's server; makes and starts nothing."""
    binaries = binaries or find_binaries()
    home = home_of(root.resolve(), binaries.major)
    data = data_of(home)
    postmaster = read_postmaster(data) if is_alive(home) else None
    running = postmaster is not None and postmaster.ready and serves(postmaster.pid, data)
    return Status(
        running=running,
        keep=(home / "keep").exists(),
        version=binaries.version,
        data=data,
        socket_dir=postmaster.socket_dir if postmaster and running else None,
        pid=postmaster.pid if postmaster and running else None,
        databases=_databases(postmaster.socket_dir) if postmaster and running else (),
    )


def _databases(socket_dir: Path) -> tuple[str, ...]:
    query = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname"
    try:
        with psycopg.connect(
            host=str(socket_dir), port=PORT, user="postgres", dbname="postgres"
        ) as connection:
            return tuple(name for (name,) in connection.execute(query))
    except psycopg.OperationalError:
        return ()  # it is just being stopped, or all its connections are taken


def _stop_unused(home: Path) -> None:
    if not (home / "keep").exists() and not _has_users(home):
        halt(home)


def _has_users(home: Path) -> bool:
    with FileLock(home / "users.lock") as users:
        return not users.try_exclusive()


_used: set[Server] = set()
_bookkeeping = threading.Lock()


@atexit.register
def _release_all() -> None:
    for server in tuple(_used):
        while server._uses:
            with contextlib.suppress(ConfitureError, OSError):
                server.release()
