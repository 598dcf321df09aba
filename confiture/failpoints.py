"""Places where tests make the tool die, to prove that a run can go on from there.

`CONFITURE_FAILPOINTS="journal.before-commit=kill@3,database.cloned=wait /tmp/here"`: at the third
time that a point is reached (the first, without `@n`), end the process as `kill -9` does, raise, or
make a file and wait until somebody removes it. Without the variable, reaching a point is a call
to an empty function.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

_VARIABLE = "CONFITURE_FAILPOINTS"


class FailpointReached(RuntimeError):
    """Raised by the action `raise`."""


class _Armed:
    def __init__(self, text: str) -> None:
        self._actions = dict(part.strip().split("=", 1) for part in text.split(",") if part)
        self._hits: Counter[str] = Counter()
        self._lock = threading.Lock()

    def reach(self, point: str) -> None:
        action, _, count = self._actions.get(point, "").partition("@")
        if not action:
            return
        with self._lock:
            self._hits[point] += 1
            if self._hits[point] != int(count or 1):
                return
        _act(action, point)


def _act(action: str, point: str) -> None:
    verb, _, argument = action.partition(" ")
    if verb == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "wait":
        here = Path(argument)
        here.touch()
        while here.exists():
            time.sleep(0.01)
    else:
        raise FailpointReached(point)


def _unarmed(point: str) -> None:
    """Do nothing."""


def armed(text: str) -> Callable[[str], None]:
    """What `reach` is under that value of the variable."""
    return _Armed(text).reach if text else _unarmed


reach = armed(os.environ.get(_VARIABLE, ""))
