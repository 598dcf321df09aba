"""Who holds a lock that somebody wants: for how long already, and how to go on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from confiture.model.effects import LOCK_MODES, Lock
from confiture.model.names import literal
from confiture.pg.catalog import sql
from confiture.pg.failure import printable
from confiture.pg.session import Session
from confiture.steps.abc import Row

_NAMED = 5

# PostgreSQL's manual, table "Conflicting Lock Modes".
CONFLICTS: Mapping[str, frozenset[str]] = {
    "ACCESS SHARE": frozenset(LOCK_MODES[7:]),
    "ROW SHARE": frozenset(LOCK_MODES[6:]),
    "ROW EXCLUSIVE": frozenset(LOCK_MODES[4:]),
    "SHARE UPDATE EXCLUSIVE": frozenset(LOCK_MODES[3:]),
    "SHARE": frozenset(LOCK_MODES[2:]) - {"SHARE"},
    "SHARE ROW EXCLUSIVE": frozenset(LOCK_MODES[2:]),
    "EXCLUSIVE": frozenset(LOCK_MODES[1:]),
    "ACCESS EXCLUSIVE": frozenset(LOCK_MODES),
}
_CODES = {f"{mode.title().replace(' ', '')}Lock": mode for mode in LOCK_MODES}
"""From `AccessShareLock`, as pg_locks has it, to `ACCESS SHARE`."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A transaction, and one lock that it holds, or waits for where `granted` is false.

    `age` is its transaction's in milliseconds; it and `state` are None where we may not see them.
    `prepared` is the name of a prepared transaction, which has no process. `process` says what a
    process of the server's own is, and is empty for a session. `relation` and `mode` are None
    where the lock is not one on a relation.
    """

    pid: int | None
    transaction: str
    user: str | None
    application: str | None
    state: str | None
    age: float | None
    relation: str | None
    mode: str | None
    granted: bool
    prepared: str | None
    process: str

    @property
    def yields(self) -> bool:
        """Whether it is an autovacuum, which ends for whoever waits a second for its lock."""
        return self.process == "autovacuum"

    @property
    def remedy(self) -> str:
        """How to end it."""
        if self.prepared is not None:
            return f"rollback prepared {printable(literal(self.prepared).strip())}"
        if self.process.startswith("autovacuum"):
            return "let the vacuum finish"
        if self.pid is None:
            return "see pg_prepared_xacts"
        return f"select pg_terminate_backend({self.pid})"

    def __str__(self) -> str:
        """Who it is and what it holds, and not a word of its query."""
        parts = [self._who]
        if self.state is not None and self.state.startswith("idle in transaction"):
            parts.append(self.state)
        if self.age is not None:
            parts.append(f"transaction of {span(self.age)}")
        if self.mode is not None:
            parts.append(f"{'holds' if self.granted else 'wants'} {self.mode} on {self.relation}")
        return ", ".join(parts)

    @property
    def _who(self) -> str:
        user = f" of {printable(self.user)}" if self.user else ""
        if self.prepared is not None:
            return f"prepared transaction {printable(literal(self.prepared).strip())}{user}"
        if self.process:
            return self.process + (f" (process {self.pid})" if self.pid is not None else "")
        application = f" ({printable(self.application)})" if self.application else ""
        return f"session {self.pid}{user}{application}"


def blockers(session: Session, locks: Iterable[Lock]) -> tuple[Blocker, ...]:
    """Who holds, or waits for, a lock that conflicts with one of these; the oldest first."""
    modes = strongest(locks)
    codes = [
        ",".join(code for code, mode in _CODES.items() if mode in CONFLICTS[wanted])
        for wanted in modes.values()
    ]
    return read(session.query(sql("blockers"), [list(modes), codes, 0])) if modes else ()


def blockers_of(session: Session, pid: int) -> tuple[Blocker, ...]:
    """Who keeps another session, that of a process, waiting; the oldest first."""
    return read(session.query(sql("blockers"), [[], [], pid]))


def read(rows: Iterable[Row]) -> tuple[Blocker, ...]:
    """Rows of the columns that `sql/blockers.sql` has; the oldest first."""
    spelt = ((*row[:7], _CODES.get(row[7]), *row[8:]) for row in rows)
    found = (Blocker(*row) for row in spelt)
    return tuple(sorted(found, key=lambda blocker: -(blocker.age or 0.0)))


def strongest(locks: Iterable[Lock]) -> dict[str, str]:
    """For each relation the weakest mode that keeps out whatever any of its modes keeps out.

    SHARE with ROW EXCLUSIVE is SHARE ROW EXCLUSIVE: of two transactions that both hold the first
    and go on to the second, each would wait for the other.
    """
    kept_out: dict[str, frozenset[str]] = {}
    for lock in locks:
        kept_out[lock.relation] = kept_out.get(lock.relation, frozenset()) | CONFLICTS[lock.mode]
    return {
        relation: next(mode for mode in LOCK_MODES if modes <= CONFLICTS[mode])
        for relation, modes in kept_out.items()
    }


class Ages:
    """How old the transactions of blockers may be, also where the server does not tell us.

    One that was not there when we last looked has begun, or has taken its lock, since.
    """

    def __init__(self) -> None:
        self._looked = -inf
        self._absent: dict[str, float] = {}

    def above(self, limit: float, found: Sequence[Blocker]) -> tuple[Blocker, ...]:
        """Those that may be older than so many milliseconds, by what is found now."""
        now, before = time.monotonic() * 1000, self._absent
        self._absent = {b.transaction: before.get(b.transaction, self._looked) for b in found}
        self._looked = now
        ages = (now - self._absent[b.transaction] if b.age is None else b.age for b in found)
        return tuple(b for b, age in zip(found, ages, strict=True) if age > limit)


def named(found: Sequence[Blocker]) -> str:
    """Who they are: each transaction once, with the strongest lock that it holds."""
    once: dict[str, Blocker] = {}
    for blocker in sorted(found, key=_strength, reverse=True):
        once.setdefault(blocker.transaction, blocker)
    first = sorted(once.values(), key=lambda blocker: -(blocker.age or 0.0))[:_NAMED]
    more = len(once) - len(first)
    return "; ".join([*map(str, first), *([f"and {more} more"] if more else [])])


def _strength(blocker: Blocker) -> tuple[bool, int]:
    return blocker.granted, LOCK_MODES.index(blocker.mode) if blocker.mode else -1


def span(milliseconds: float) -> str:
    """`350 ms`, `12 s`, `4 min`, `3 h`."""
    for size, unit, most in ((1, "ms", 1000), (1000, "s", 60), (60_000, "min", 60)):
        if milliseconds / size < most:
            return f"{int(milliseconds / size)} {unit}"
    return f"{int(milliseconds / 3_600_000)} h"
