"""Stopping a run from outside: a flag, and calls to whatever a flag does not reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Lock


class Cancellation:
    """Set once; false until then. Callbacks run in the thread that sets it."""

    def __init__(self) -> None:
        self._flag = Flag()
        self._lock = Lock()
        self._callbacks: list[Callable[[], None]] = []

    def __bool__(self) -> bool:
        return self._flag.is_set()

    def set(self) -> None:
        self._flag.set()
        with self._lock:
            callbacks = list(self._callbacks)
        for callback in callbacks:
            callback()

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Call back when set inside the block, or at once when set before it."""
        with self._lock:
            self._callbacks.append(callback)
        try:
            if self:
                callback()
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)
