"""The account that the server runs under.

PostgreSQL refuses to run as root, so root hands it to an unprivileged account; everyone else
runs it as themselves.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from confiture.errors import ConfitureError, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether the server's processes belong to somebody else than ours."""
        return self.uid != os.geteuid()

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        output: int | IO[bytes] = subprocess.DEVNULL,
        errors: int | IO[bytes] = subprocess.STDOUT,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program as this account, in a session of its own, so that Ctrl-C misses it.

        The environment is almost empty: the server has no use for what the user's holds, and
        PG* variables would change what initdb and postgres do.
        """
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return subprocess.run(  # noqa: S603 - argv is ours; no shell reads it
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=environment | {"LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            start_new_session=True,
            pass_fds=pass_fds,
            check=False,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def may_enter(self, directory: Path) -> bool:
        """Whether this account can reach a directory; asked of the system, which knows of ACLs."""
        if not self.is_other:
            return os.access(directory, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", directory]).returncode == 0

    def may_run(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"]).returncode == 0
        except PermissionError:
            return False


def server_account(data: Path) -> Account:
    """Who runs the server over a data directory: its owner, where there is one.

    Raises ConfitureError where that is somebody that we cannot run programs as.
    """
    root = os.geteuid() == 0
    if data.exists():
        owner = data.stat()
        account = _named(owner.st_uid, owner.st_gid)
        if account.is_other and not root:
            raise ConfitureError(
                Diagnostic(
                    "foreign-data",
                    f"the private server's data in {data} belong to {account.name}",
                    hint=f"run as {account.name}, or remove {data.parent}: its databases go too",
                )
            )
    elif root:
        account = _unprivileged()
    else:
        account = _named(os.geteuid(), os.getegid())
    if account.uid == 0:
        raise _no_account()
    return account


def _named(uid: int, gid: int) -> Account:
    try:
        return Account(pwd.getpwuid(uid).pw_name, uid, gid)
    except KeyError:  # containers often run under a number without a name
        return Account(str(uid), uid, gid)


def _unprivileged() -> Account:
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise _no_account()


def _no_account() -> ConfitureError:
    return ConfitureError(
        Diagnostic(
            "no-account",
            "PostgreSQL does not run as root, and there is no account to run it as",
            hint="run as an ordinary user, or create the account 'postgres'",
        )
    )
