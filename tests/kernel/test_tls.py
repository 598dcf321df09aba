"""Every sslmode against a server with a certificate of a private authority."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from confiture._kernel import Connection, DatabaseError, KernelError, copy
from tests.conftest import DEBIAN_15, project_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names reach the first three lines only by TLS; the last line refuses TLS.
HBA = """
hostssl all scram 127.0.0.1/32 scram-sha-256
hostssl all secure 127.0.0.1/32 trust
hostssl all certified 127.0.0.1/32 cert
hostnossl all plain 127.0.0.1/32 trust
local all all trust
"""


ROLES = """
CREATE ROLE scram LOGIN SUPERUSER PASSWORD 'geheim';
CREATE ROLE secure LOGIN SUPERUSER;
CREATE ROLE plain LOGIN;
CREATE ROLE certified LOGIN
"""


@dataclass(frozen=True)
class Server:
    directory: Path
    port: int

    def connect(self, **params: str | int | None) -> Connection:
        return Connection(hostaddr="127.0.0.1", port=self.port, dbname="postgres", **params)


def certify(directory: Path, name: str, authority: str | None) -> None:
    """A key and a certificate for `name`, signed by `authority` or by itself."""
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
               "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name}",
               "-keyout", f"{name}.key", "-out", f"{name}.crt"]  # fmt: skip
    if authority:
        request += ["-CA", f"{authority}.crt", "-CAkey", f"{authority}.key"]
        request += ["-addext", f"subjectAltName=DNS:{name}", "-addext", "basicConstraints=CA:FALSE"]
    subprocess.run(request, cwd=directory, check=True, capture_output=True)


def as_postgres(*command: object) -> None:
    """Runs a program as the account that may run a server."""
    account = pwd.getpwnam("postgres")
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
    )


def create(directory: Path) -> Path:
    """A cluster with TLS, not started."""
    certify(directory, "ca", None)
    certify(directory, "other-ca", None)
    certify(directory, "localhost", "ca")
    certify(directory, "certified", "ca")
    data = directory / "data"
    data.mkdir(mode=0o700)
    shutil.chown(data, "postgres")
    as_postgres(DEBIAN_15 / "initdb", "-D", data, "-U", "postgres", "-A", "trust")
    (data / "pg_hba.conf").write_text(HBA)
    shutil.copy(directory / "localhost.key", data / "server.key")
    shutil.chown(data / "server.key", "postgres")
    return data


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not DEBIAN_15.is_dir() or not shutil.which("openssl") or os.getuid() != 0:
        pytest.skip("needs Debian's PostgreSQL 15 with TLS, openssl and root")
    with project_directory() as directory:
        data = create(directory)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": data,
            "ssl": "on",
            "ssl_key_file": data / "server.key",
            "ssl_cert_file": directory / "localhost.crt",
            "ssl_ca_file": directory / "ca.crt",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        control = [DEBIAN_15 / "pg_ctl", "-D", data, "-w"]
        as_postgres(*control, "-o", options, "-l", data / "log", "start")
        try:
            with Connection(host=str(data), port=port, user="postgres") as session:
                session.query(ROLES)
            yield Server(directory, port)
        finally:
            as_postgres(*control, "-m", "immediate", "stop")


ENCRYPTED = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


@pytest.mark.parametrize(
    ("sslmode", "user", "params", "encrypted"),
    [
        ("disable", "plain", {}, "false"),
        ("disable", "secure", {}, None),
        ("allow", "plain", {}, "false"),
        ("allow", "secure", {}, "true"),
        ("prefer", "plain", {}, "false"),
        ("prefer", "secure", {}, "true"),
        (None, "secure", {}, "true"),
        ("prefer", "secure", {"sslrootcert": "other-ca.crt"}, "true"),
        ("require", "plain", {}, None),
        ("require", "secure", {}, "true"),
        ("require", "secure", {"sslrootcert": "ca.crt"}, "true"),
        ("require", "secure", {"sslrootcert": "other-ca.crt"}, None),
        ("verify-ca", "secure", {"sslrootcert": "ca.crt"}, "true"),
        ("verify-ca", "secure", {"sslrootcert": "ca.crt", "host": "elsewhere"}, "true"),
        ("verify-ca", "secure", {"sslrootcert": "localhost.crt"}, "true"),
        ("verify-ca", "secure", {"sslrootcert": "other-ca.crt"}, None),
        ("verify-full", "secure", {"sslrootcert": "ca.crt", "host": "localhost"}, "true"),
        ("verify-full", "secure", {"sslrootcert": "ca.crt", "host": "elsewhere"}, None),
        ("verify-full", "secure", {"sslrootcert": "other-ca.crt", "host": "localhost"}, None),
        ("verify-full", "secure", {"sslrootcert": "system", "host": "localhost"}, None),
        ("require", "certified", {}, None),
        ("require", "certified", {"sslcert": "certified.crt", "sslkey": "certified.key"}, "true"),
        ("require", "certified", {"sslcert": "localhost.crt", "sslkey": "localhost.key"}, None),
    ],
)
def test_sslmode(  # noqa: PLR0917 (a row of the table has five parts)
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    sslmode: str | None,
    user: str,
    params: dict[str, str],
    encrypted: str | None,
) -> None:
    monkeypatch.setenv("HOME", str(server.directory))
    files = {
        name: str(server.directory / value) if "." in value else value
        for name, value in params.items()
    }
    if encrypted is None:
        with pytest.raises(DatabaseError):
            server.connect(sslmode=sslmode, user=user, **files)
        return
    with server.connect(sslmode=sslmode, user=user, **files) as session:
        assert session.query(ENCRYPTED) == [(encrypted,)]


@pytest.mark.parametrize("sslmode", ["verify-ca", "verify-full"])
def test_verification_needs_a_root(
    server: Server, monkeypatch: pytest.MonkeyPatch, sslmode: str
) -> None:
    monkeypatch.setenv("HOME", str(server.directory))
    with pytest.raises(KernelError, match="sslrootcert"):
        server.connect(sslmode=sslmode, user="secure", host="localhost")


@pytest.mark.parametrize(
    ("password", "binding", "sqlstate"),
    [("geheim", "require", None), ("geheim", "disable", None), ("wrong", "prefer", "28P01")],
)
def test_scram_with_channel_binding(
    server: Server, password: str, binding: str, sqlstate: str | None
) -> None:
    params = {
        "sslmode": "require",
        "user": "scram",
        "channel_binding": binding,
        "password": password,
    }
    if sqlstate is None:
        with server.connect(**params) as session:
            assert session.query(ENCRYPTED) == [("true",)]
        return
    with pytest.raises(DatabaseError) as caught:
        server.connect(**params)
    assert caught.value.sqlstate == sqlstate


def test_copies_and_cancel_requests_go_by_tls(server: Server) -> None:
    with (
        server.connect(sslmode="require", user="secure") as source,
        server.connect(sslmode="require", user="secure") as target,
    ):
        source.query("CREATE TABLE t AS SELECT n::text FROM generate_series(1, 50000) AS n")
        source.query("CREATE TABLE u (LIKE t)")
        out, into = "COPY t TO STDOUT (FORMAT binary)", "COPY u FROM STDIN (FORMAT binary)"
        assert copy(source, target, out, into, format="binary", masks=[None]).rows == 50_000
        with pytest.raises(DatabaseError, match="missing"):
            copy(source, target, "COPY missing TO STDOUT", into, format="binary", masks=[None])
        target.cancel()
        assert target.query("SELECT count(*) FROM u") == [("50000",)]
