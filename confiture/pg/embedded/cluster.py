"""A cluster's life: made, started, found alive or dead, stopped.

Every function here wants the project's startup lock to be held by the caller.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from confiture.errors import ConfitureError, Diagnostic
from confiture.pg.embedded.layout import (
    data_of,
    is_owned_directory,
    private_directory,
    socket_dir_of,
)
from confiture.pg.embedded.locks import FileLock

if TYPE_CHECKING:
    from confiture.pg.embedded.binaries import Binaries
    from confiture.pg.embedded.layout import Cluster

SETTINGS = {
    # Reached by its socket only; whoever may enter the socket's directory (mode 0700) is trusted.
    "listen_addresses": "",
    "max_connections": "100",
    # A crash of the machine may destroy the data: they are made again. A crash of the server
    # alone loses nothing that was committed more than a moment before.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "shared_buffers": "128MB",
    "maintenance_work_mem": "256MB",
    # A build makes thousands of objects in one transaction, and each takes locks.
    "max_locks_per_transaction": "512",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Messages about statements quote rows and literals: none is logged, only the server's own.
    "logging_collector": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_checkpoints": "off",
}
PORT = 5432  # a part of the socket's name only
ALIVE = "alive.lock"  # in a home; locked by the server's own processes while one of them lives
_START_TIMEOUT = 120.0
_STOP_TIMEOUT = 30.0
_ORPHAN_TIMEOUT = 10.0
_PAUSE = 0.005
_LOG_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Postmaster:
    """What a server writes about itself in `postmaster.pid`."""

    pid: int
    socket_dir: Path
    ready: bool


def read_postmaster(data: Path) -> Postmaster | None:
    try:
        lines = os.fsdecode((data / "postmaster.pid").read_bytes()).split("\n")
        return Postmaster(int(lines[0]), Path(lines[4]), ready=lines[7:8] == ["ready   "])
    except (FileNotFoundError, IndexError, ValueError):
        return None  # gone, or being written


def is_alive(home: Path) -> bool:
    """Whether a process of the cluster lives, be it only an orphan of a killed postmaster."""
    alive = home / ALIVE
    if not alive.exists():
        return False
    with FileLock(alive) as lock:
        return not lock.try_shared()


def serves(pid: int, data: Path) -> bool:
    """Whether a pid is a living postgres, and not known to serve another data directory.

    A pid file outlives a killed server, and its number may by now be anybody's.
    """
    process = Path("/proc") / str(pid)
    if not Path("/proc/self/stat").exists():
        answer = subprocess.run(  # noqa: S603 - a number
            ["/bin/ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, check=False
        ).stdout
        return b"postgres" in answer and not answer.lstrip().startswith(b"Z")
    try:
        name, state = (process / "stat").read_bytes().split(b"(", 1)[1].rsplit(b")", 1)
    except (OSError, IndexError, ValueError):
        return False
    if name != b"postgres" or state.split()[0] in b"ZX":
        return False
    try:
        return (process / "cwd").samefile(data)
    except PermissionError:
        return True  # somebody else's process
    except OSError:
        return False


def initialise(cluster: Cluster, binaries: Binaries) -> None:
    """Make the data directory, beside its place and then moved there: it is whole or absent."""
    parent = cluster.data.parent
    for leftover in parent.glob("new-*"):  # of a killed initdb
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=parent))
    os.chown(fresh, cluster.account.uid, cluster.account.gid)
    log = cluster.home / "initdb.log"
    with log.open("wb") as output:
        options = _initdb_options(binaries.major)
        done = cluster.account.run([binaries.path("initdb"), "-D", fresh, *options], output=output)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise _failed("initdb failed", log)
    fresh.rename(cluster.data)


def _initdb_options(major: int) -> list[str | Path]:
    options: list[str | Path] = [
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    ]
    options += ["--no-instructions", "--locale=C"]
    if major >= 17:  # noqa: PLR2004 - the version that has them
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        options.append("--lc-ctype=C.UTF-8")
    if major >= 18:  # noqa: PLR2004 - where they became the default
        options.append("--no-data-checksums")
    return options


def ensure_running(cluster: Cluster, binaries: Binaries) -> Postmaster:
    """The running server, started where it is not."""
    launches = 0
    began = time.monotonic()
    while True:
        alive = is_alive(cluster.home)
        postmaster = read_postmaster(cluster.data)
        serving = postmaster is not None and serves(postmaster.pid, cluster.data)
        if alive:
            if postmaster and serving and postmaster.ready:
                return _reachable(postmaster)
            limit = _START_TIMEOUT if serving else _ORPHAN_TIMEOUT
            if time.monotonic() - began > limit:
                raise _hanging(cluster)
        elif serving:
            raise _foreign_server(cluster)
        elif launches == 2:  # noqa: PLR2004 - the second try meets no leftover of the first
            raise _failed("the private server did not start", cluster.log)
        else:
            launches += 1
            _sweep(cluster)
            private_directory(cluster.socket_dir, cluster.account)
            _launch(cluster, binaries)
        time.sleep(_PAUSE)


def _reachable(postmaster: Postmaster) -> Postmaster:
    if not (postmaster.socket_dir / f".s.PGSQL.{PORT}").exists():
        raise ConfitureError(
            Diagnostic(
                "socket-gone",
                f"somebody removed the private server's socket in {postmaster.socket_dir}",
                hint="stop the server; it starts again when it is used",
            )
        )
    return postmaster


def _sweep(cluster: Cluster) -> None:
    """Remove what a dead server left: its pid may meanwhile be another program's."""
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    _remove_sockets(cluster.socket_dir, cluster.account.uid)
    with contextlib.suppress(FileNotFoundError):
        if cluster.log.stat().st_size > _LOG_LIMIT:
            cluster.log.replace(cluster.log.with_suffix(".log.1"))


def _launch(cluster: Cluster, binaries: Binaries) -> None:
    """Start a postmaster that outlives us and is nobody's child, so that nobody need reap it.

    It inherits the lock on ALIVE, and its own children inherit it from there.
    """
    settings = SETTINGS | {"unix_socket_directories": str(cluster.socket_dir), "port": str(PORT)}
    command: list[str | Path] = ["/bin/sh", "-c", '"$@" >&2 &', "sh"]
    command += [binaries.path("postgres"), "-D", cluster.data]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    alive = FileLock(cluster.home / ALIVE)
    alive.exclusive(_ORPHAN_TIMEOUT)  # `status` may be probing it
    with cluster.log.open("ab") as log:
        cluster.account.run(command, errors=log, pass_fds=(alive.descriptor,))
    alive.hand_over()


def halt(home: Path) -> None:
    """Stop a server: sessions are ended, transactions rolled back. Nothing where none runs."""
    data = data_of(home)
    for order in (signal.SIGINT, signal.SIGQUIT):
        deadline = time.monotonic() + _STOP_TIMEOUT
        postmaster = read_postmaster(data)
        if postmaster is not None and serves(postmaster.pid, data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, order)
        while time.monotonic() < deadline:
            if not is_alive(home):
                if data.exists():
                    owner = data.stat().st_uid
                    _remove_sockets(socket_dir_of(home, owner), owner)
                return
            time.sleep(_PAUSE)
    raise ConfitureError(
        Diagnostic(
            "still-running",
            f"the private server over {data} does not stop",
            hint="see `ps -ef`; it may run in another container",
        )
    )


def _remove_sockets(directory: Path, owner: int) -> None:
    if is_owned_directory(directory, owner):
        for socket in directory.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)
        directory.rmdir()


def _failed(message: str, log: Path) -> ConfitureError:
    """An error with the end of a log; the settings keep statements and values out of it."""
    lines = log.read_bytes().decode("utf-8", "replace").splitlines()[-8:]
    message = "\n".join([message, *lines])
    return ConfitureError(Diagnostic("server-failed", message, hint=f"see {log}"))


def _hanging(cluster: Cluster) -> ConfitureError:
    return ConfitureError(
        Diagnostic(
            "server-hangs",
            f"a server holds {cluster.data} and does not answer",
            hint="it may be the rest of a killed server (end its processes), or run in a container",
        )
    )


def _foreign_server(cluster: Cluster) -> ConfitureError:
    return ConfitureError(
        Diagnostic(
            "foreign-server",
            f"somebody else started a server over {cluster.data}",
            hint="stop it: pg_ctl stop -D DIRECTORY",
        )
    )
