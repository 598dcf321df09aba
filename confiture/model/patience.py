"""How long a statement that locks may make others wait, and how long it waits itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """All in milliseconds.

    A lock that is waited for stands in a queue, and whoever wants the table afterwards stands
    behind it. So a try queues only when no holder's transaction is older than `holder_age`, since
    one that is young will most likely end soon; it stays for `lock_timeout` at most; and in any
    minute all tries together stay for `stall` at most; those that would stay longer are made
    without queueing, when nobody has the lock. After `give_up` there is no other try.
    """

    holder_age: int = 60
    lock_timeout: int = 60
    stall: int = 200
    give_up: int = 600_000

    def __post_init__(self) -> None:
        if not 0 < self.lock_timeout <= self.stall:
            raise ValueError("lock_timeout must be above 0, and stall leave room for one try")


class Try(NamedTuple):
    """One stay in the queue: when it ended, by any clock that only goes forward, and how long it
    was, both in milliseconds."""

    ended: float
    waited: float


def has_room(tries: Iterable[Try], now: float, patience: Patience) -> bool:
    """Whether the longest possible try fits into what may be stalled in a minute.

    Each earlier one counts as a whole until a minute after its end.
    """
    spent = sum(one.waited for one in tries if one.ended + MINUTE > now)
    return spent + patience.lock_timeout <= patience.stall
