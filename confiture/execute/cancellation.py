"""Stopping a run from outside: a flag, and calls to whatever a flag does not reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Lock, Thread

from confiture.errors import Diagnostic, Interrupted

_AGAIN_SECONDS = 0.25


class Cancellation:
    """Set once; false until then. Setting it returns at once, also in a signal's thread."""

    def __init__(self) -> None:
        self._flag = Flag()
        self._lock = Lock()
        self._blocks: set[_Block] = set()

    def __bool__(self) -> bool:
        return self._flag.is_set()

    def set(self) -> None:
        with self._lock:
            if self:
                return
            self._flag.set()
            for block in self._blocks:
                block.start()

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Once set, call back from a thread of its own, again and again until the block ends.

        Once does not do: a query that is cancelled between two statements goes on with the
        second. Raises Interrupted, instead of entering the block, when it is set already.
        """
        block = _Block(callback)
        with self._lock:
            if self:
                raise Interrupted(Diagnostic("interrupted", "the run is being stopped"))
            self._blocks.add(block)
        try:
            yield
        finally:
            with self._lock:
                self._blocks.discard(block)
            block.end()


class _Block:
    """One `with` block's callback and the thread that insists on it."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self._callback = callback
        self._ended = Flag()
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._insist, name="confiture-cancel", daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _insist(self) -> None:
        while not self._ended.is_set():
            self._callback()
            self._ended.wait(_AGAIN_SECONDS)
