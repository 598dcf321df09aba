"""Locks on files that the kernel gives back when their holder dies."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from typing import TYPE_CHECKING

from confiture.errors import ConfitureError, Diagnostic

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_PAUSE = 0.01
_open: set[FileLock] = set()
_guard = threading.Lock()


class FileLock:
    """An open lock file. Two of them on one path exclude each other, in one process as in two.

    A forked child does not share its parent's locks: they are closed in the child, without
    unlocking.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with _guard:
            try:
                self._descriptor = os.open(path, flags, 0o600)
            except OSError as error:
                raise _unusable(error, path) from error
            _open.add(self)

    @property
    def descriptor(self) -> int:
        return self._descriptor

    def try_exclusive(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def exclusive(self, timeout: float) -> None:
        """Wait for the lock; raises ConfitureError after so many seconds."""
        deadline = time.monotonic() + timeout
        while not self.try_exclusive():
            if time.monotonic() > deadline:
                raise ConfitureError(
                    Diagnostic(
                        "lock-timeout",
                        f"another process has held {self.path} for {timeout:.0f} s",
                        hint="see which one with `fuser` or `lsof`, and end it",
                    )
                )
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Unlock and close. Unlocking also frees copies that a child between fork and exec has."""
        self._close(unlock=True)

    def hand_over(self) -> None:
        """Close our copy only: a child that inherited the descriptor goes on holding the lock."""
        self._close(unlock=False)

    def _try(self, mode: int) -> bool:
        try:
            fcntl.flock(self._descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise _unusable(error, self.path) from error
        return True

    def _close(self, *, unlock: bool) -> None:
        with _guard:
            if self not in _open:
                return  # released before, or inherited by fork
            _open.remove(self)
            if unlock:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _unusable(error: OSError, path: Path) -> ConfitureError:
    hint = "the directory must be yours, and on a file system with locks"
    return ConfitureError(
        Diagnostic("cannot-lock", f"cannot lock {path}: {error.strerror}", hint=hint)
    )


def _forget_in_child() -> None:
    for lock in _open:
        os.close(lock.descriptor)
    _open.clear()
    _guard.release()


# Held over the fork, so that no descriptor is opened and not yet noted while the child is made.
os.register_at_fork(
    before=_guard.acquire, after_in_parent=_guard.release, after_in_child=_forget_in_child
)
