"""Where a project's private server lies.

`ROOT/.confiture/postgres/MAJOR/` holds locks, logs, marks and, where the server's account can
get there, the data. The socket is in a short directory under /tmp, since its path may have only
some 100 bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from confiture.errors import ConfitureError, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.pg.embedded.account import Account


@dataclass(frozen=True)
class Cluster:
    """The paths of one data directory, and who owns it.

    `home` is ours and in the project: locks, logs, marks. `data` belongs to the account.
    """

    home: Path
    data: Path
    socket_dir: Path
    account: Account

    @property
    def log(self) -> Path:
        return self.home / "server.log"


def home_of(root: Path, major: int) -> Path:
    return root / ".confiture" / "postgres" / str(major)


def data_of(home: Path) -> Path:
    """The data directory that a home has or would have."""
    try:
        elsewhere = Path((home / "elsewhere").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return home / "data"
    # A copied project brings its pointer along, but must not share the original's data.
    return (elsewhere if elsewhere == _elsewhere(home) else home) / "data"


def make_home(root: Path, major: int, account: Account) -> Path:
    """Make a project's home for one major version where it is missing. Needs no lock."""
    home = home_of(root, major)
    with _explained(root):
        if not root.is_dir():
            raise NotADirectoryError(f"{root} is not a directory")
        if "\n" in str(root):
            raise OSError("PostgreSQL cannot work in a path with a line break")
        for directory in (home.parent.parent, home.parent, home):
            if not directory.exists():
                directory.mkdir(exist_ok=True)
                if account.is_other:
                    directory.chmod(0o755)  # whatever root's umask is
        ignore = home.parent.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    return home


def open_cluster(home: Path, account: Account) -> Cluster:
    """The cluster of a home, the directories around its data made where they are missing."""
    with _explained(home):
        data = data_of(home)
        if not data.exists() and not account.may_enter(home):
            parent = _elsewhere(home)
            private_directory(parent, account)
            (home / "elsewhere").write_text(str(parent), encoding="utf-8")
            data = parent / "data"
    return Cluster(home, data, socket_dir_of(home, account.uid), account)


@contextlib.contextmanager
def _explained(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfitureError(
            Diagnostic(
                "no-directory",
                f"cannot make the private server's directory: {error}",
                hint=f"{where} must be a directory that you may write",
            )
        ) from error


def private_directory(path: Path, account: Account) -> None:
    """Make a directory in a place where everyone may write; refuse what somebody else put there."""
    with _explained(path.parent):
        try:
            path.mkdir(mode=0o700)
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
        except FileExistsError:
            if not is_owned_directory(path, account.uid):
                raise ConfitureError(
                    Diagnostic(
                        "foreign-directory",
                        f"{path} exists and is not a directory of {account.name}",
                        hint=f"find out who made it, then remove it: rm -r {path}",
                    )
                ) from None
            path.chmod(0o700)


def is_owned_directory(path: Path, uid: int) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid


def _elsewhere(home: Path) -> Path:
    return Path("/var/tmp") / f"confiture-{os.geteuid()}-{_digest(home)}"  # noqa: S108 - private_directory guards it


def socket_dir_of(home: Path, uid: int) -> Path:
    # Not TMPDIR: a socket's path may have some 100 bytes, and all processes must agree on it.
    return Path("/tmp") / f"confiture-{uid}-{_digest(home)}"  # noqa: S108 - as above


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
