"""A server of its own that is reached over TCP, with passwords, and with TLS where it can."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from confiture.pg.embedded import Binaries
from confiture.pg.embedded.account import Account, server_account

PASSWORD = "pw:of@keeper/1"  # noqa: S105 - of a server that lives for a test
HBA = """\
local all postgres trust
local all all scram-sha-256
host all all all scram-sha-256
"""


@dataclass(frozen=True)
class TcpServer:
    """Its certificate names `localhost`, and no address. `keeper` owns the database `shop`."""

    directory: Path
    port: int
    has_tls: bool

    @property
    def authority(self) -> Path:
        return self.directory / "ca.crt"

    def connect(self, database: str = "shop", user: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.directory), port=self.port, user=user, dbname=database, autocommit=True
        )


@contextmanager
def tcp_server(directory: Path, binaries: Binaries, *, tls: bool) -> Iterator[TcpServer]:
    """Runs below a directory that the server's account can reach."""
    account = server_account(directory / "none")
    home = directory / f"tcp-{binaries.major}"
    home.mkdir()
    if tls:
        make_certificates(home)
    for path in (home, *home.iterdir()):
        os.chown(path, account.uid, account.gid)
    data, port = home / "data", _free_port()
    _must(account, [binaries.path("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-N"])
    (data / "pg_hba.conf").write_text(HBA)
    options = f"-p {port} -k {home} -c listen_addresses=localhost -F"
    if tls:
        options += (
            f" -c ssl=on -c ssl_cert_file={home}/server.crt -c ssl_key_file={home}/server.key"
        )
    control: list[str | Path] = [binaries.path("pg_ctl"), "-D", data, "-w", "-l", home / "log"]
    _must(account, [*control, "-o", options, "start"])
    try:
        server = TcpServer(home, port, tls)
        with server.connect("postgres") as connection:
            connection.execute(f"create role keeper login createdb password '{PASSWORD}'".encode())
            connection.execute("create database shop owner keeper")
        yield server
    finally:
        _must(account, [*control, "-m", "immediate", "stop"])
        shutil.rmtree(home)


def make_certificates(home: Path) -> None:
    """A certificate authority, a server's certificate from it, and another authority."""
    for name in ("ca", "other"):
        _openssl(home, f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -keyout"
                       f" {name}.key -out {name}.crt")  # fmt: skip
    _openssl(home, "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key"
                   " -out server.csr")  # fmt: skip
    (home / "names").write_text("subjectAltName = DNS:localhost\n")
    _openssl(home, "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
                   " -extfile names -out server.crt")  # fmt: skip
    (home / "server.key").chmod(0o600)


@contextmanager
def pooler(server: TcpServer) -> Iterator[int]:
    """A port that stands before the server and, as poolers do, gives out process ids of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_pool, args=(listener, server), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _pool(listener: socket.socket, server: TcpServer) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        backend = socket.socket(socket.AF_UNIX)
        backend.connect(str(server.directory / f".s.PGSQL.{server.port}"))
        threading.Thread(target=_pump, args=(client, backend, False), daemon=True).start()
        threading.Thread(target=_pump, args=(backend, client, True), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, rewrite: bool) -> None:
    with source, sink, suppress(OSError):  # whichever ends first closes both
        while data := source.recv(65536):
            key = data.find(b"K\0\0\0") if rewrite else -1
            if key >= 0:  # BackendKeyData: type, length, process id, secret
                data = data[: key + 5] + (1).to_bytes(4, "big") + data[key + 9 :]
                rewrite = False
            sink.sendall(data)


def _openssl(home: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=home, check=True, capture_output=True)


def _must(account: Account, argv: list[str | Path]) -> None:
    assert account.run(argv).returncode == 0, argv


def _free_port() -> int:
    with socket.create_server(("localhost", 0)) as probe:
        return int(probe.getsockname()[1])
