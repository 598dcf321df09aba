"""Locks without harm: all of a transaction's at first, and only when they can be had soon.

Whoever waits for a lock stands in a queue, and all who want the table after that stand behind:
one reader of ten minutes, and one ALTER TABLE that waits for it, are ten minutes without the
table. So the holders are looked at first, and the queue is entered only for a moment.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeAlias

from confiture.errors import DatabaseError, Diagnostic, Interrupted
from confiture.model.effects import Lock
from confiture.model.names import literal
from confiture.model.patience import Patience, Try, has_room
from confiture.pg.blockers import Ages, Blocker, blockers, named, span, strongest
from confiture.pg.catalog import sql
from confiture.pg.session import Session

Begin: TypeAlias = Callable[[], AbstractContextManager[object]]
"""Opens a transaction on the session; called anew for each try."""
Cancelled: TypeAlias = Callable[[], bool]
Told: TypeAlias = Callable[[str], None]

LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED = "55P03", "40P01"
_PAUSE = 50.0
# A look at pg_locks is short, but stops all who lock at that moment.
_PAUSE_PER_LOOK = 20.0
_TELL_AGAIN = 10_000.0
# How much longer than deadlock_timeout an autovacuum takes to end for us.
_TO_YIELD = 500
_REMEDIES = _NAMED = 3
_WAYS = {"lock": "lock table only {0} in {1} mode", "owner": "alter table {0} owner to {2}"}
_WAYS_AT_ONCE = {**_WAYS, "lock": f"{_WAYS['lock']} nowait"}
_SHORTEST = "select set_config('lock_timeout', '1', true)"
_jitter = secrets.SystemRandom()


def take(session: Session, locks: Iterable[Lock], *, lock_timeout: int) -> None:
    """Lock everything inside the open transaction, in an order that is the same for everyone.

    `lock_timeout` is in milliseconds, for all locks together; afterwards the transaction's own is
    in force again. What neither LOCK TABLE nor its owner can lock (indexes, and what is neither
    ours nor ours to write) is left to the statements that follow.

    Raises DatabaseError with SQLSTATE 55P03 when time is up.
    """
    statements = _statements(session, strongest(locks), _WAYS)
    _run(session, [part for one in statements for part in (_time_left(lock_timeout), one)])


def take_at_once(session: Session, locks: Iterable[Lock]) -> None:
    """As `take`, but without a stay in any queue; where naming the owner is the way to lock, with
    the shortest that there is."""
    _run(session, [_SHORTEST, *_statements(session, strongest(locks), _WAYS_AT_ONCE)])


def _run(session: Session, statements: Sequence[str]) -> None:
    """One round trip: while the last lock is on its way, the first ones keep others out already."""
    if not statements:
        return
    before = session.query("select current_setting('lock_timeout')")[0][0]
    restored = f"select set_config('lock_timeout', {literal(before)}, true)"
    session.script("; ".join((*statements, restored)))


def _time_left(lock_timeout: int) -> str:
    """PostgreSQL would give the whole time to each lock. A script has one statement_timestamp."""
    spent = "extract(epoch from clock_timestamp() - statement_timestamp()) * 1000"
    left = f"greatest(1, {lock_timeout} - floor({spent}))"
    return f"select set_config('lock_timeout', {left}::int::text, true)"


def _statements(session: Session, modes: Mapping[str, str], ways: Mapping[str, str]) -> list[str]:
    """ONLY, since each relation is named by itself. Never LOCK TABLE for a view: it locks, and
    wants privileges for, the tables that the view reads; naming its owner locks it alone."""
    if not modes:
        return []
    rows = session.query(sql("lockable"), [list(modes), list(modes.values())])
    gone = [name for name, spelt, *_ in rows if spelt is None]
    if gone:
        raise DatabaseError(
            Diagnostic(
                "no-such-relation",
                f"{session.environment}: no {', '.join(gone)} to lock",
                hint="the database has changed since the plan was made; plan again",
            ),
            sqlstate="42P01",
        )
    return [ways[how].format(*names) for _, *names, how in rows if how is not None]


@contextmanager
def acquired(
    session: Session,
    locks: Sequence[Lock],
    patience: Patience,
    *,
    begin: Begin,
    cancelled: Cancelled = lambda: False,
    told: Told = lambda _: None,
) -> Iterator[None]:
    """A transaction that `begin` opens, and in which all the locks are held.

    Tries until it has them, and rolls back what it began wherever it has not. `told` hears whom
    it waits for. Raises Interrupted when `cancelled` says so, and DatabaseError with SQLSTATE
    55P03, naming those who hold the locks, when patience is at its end.
    """
    approach = _Approach(session, locks, patience, cancelled=cancelled, told=told)
    opened = approach.attempt(begin)
    while opened is None:
        opened = approach.attempt(begin)
    with opened:
        yield


class Wait:
    """A wait for others, which is told of, can be cancelled, and has an end.

    `goal` is what messages say is waited for, and `patience` is in milliseconds.
    """

    def __init__(
        self, environment: str, goal: str, patience: float, *, cancelled: Cancelled, told: Told
    ) -> None:
        self._environment = environment
        self._goal = goal
        self._patience = patience
        self._cancelled = cancelled
        self._told = told
        self._end = clock() + patience
        self._tell_at = 0.0

    def pause(self, found: Sequence[Blocker], milliseconds: float = _PAUSE) -> None:
        """Sleep for about so long, or raise; `found` is who we wait for now.

        Two that wait for each other wake up at different times.
        """
        if self._cancelled():
            message = f"{self._environment}: the wait for {self._goal} was stopped"
            raise Interrupted(Diagnostic("interrupted", message))
        if clock() > self._end:
            raise given_up(self._environment, self._goal, self._patience, found)
        if clock() > self._tell_at and found:
            self._told(f"waiting for {self._goal}: {named(found)}")
            self._tell_at = clock() + _TELL_AGAIN
        time.sleep(milliseconds * _jitter.uniform(0.5, 1.5) / 1000)


def given_up(environment: str, goal: str, waited: float, found: Sequence[Blocker]) -> DatabaseError:
    """The error at the end of a wait of so many milliseconds."""
    who = named(found) if found else "many others held it, none of them for long"
    remedies = list(dict.fromkeys(blocker.remedy for blocker in found))[:_REMEDIES]
    ended = f"they have ended, or you have ended them ({'; '.join(remedies)})"
    return DatabaseError(
        Diagnostic(
            "locks-held",
            f"{environment}: waited {span(waited)} for {goal}: {who}",
            hint=f"when {ended if found else 'less is going on'}: confiture resume",
        ),
        sqlstate=LOCK_NOT_AVAILABLE,
    )


class _Approach:
    """Tries to get locks, and what they have cost others so far."""

    def __init__(
        self,
        session: Session,
        locks: Sequence[Lock],
        patience: Patience,
        *,
        cancelled: Cancelled,
        told: Told,
    ) -> None:
        self._session = session
        self._locks = locks
        self._patience = patience
        self._ages = Ages()
        self._tries: list[Try] = []
        self._disturbed: set[str] = set()
        goal = f"the locks on {_summary(locks)}"
        self._wait = Wait(
            session.environment, goal, patience.give_up, cancelled=cancelled, told=told
        )

    def attempt(self, begin: Begin) -> ExitStack | None:
        """The open transaction with its locks, or None where somebody was in the way."""
        may_queue = self._wait_for_calm()
        started = None
        try:
            with ExitStack() as opened:
                opened.enter_context(begin())
                started = clock()
                if may_queue:
                    take(self._session, self._locks, lock_timeout=self._patience.lock_timeout)
                else:
                    take_at_once(self._session, self._locks)
                return opened.pop_all()
        except DatabaseError as error:
            if started is None or error.sqlstate not in {LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED}:
                raise
        if may_queue:
            self._tries.append(Try(clock(), clock() - started))
        self._wait.pause(blockers(self._session, self._locks))
        return None

    def _wait_for_calm(self) -> bool:
        """Whether a try may queue: then nobody is in the way for long, else nobody at all."""
        while True:
            may_queue = has_room(self._tries, clock(), self._patience)
            looked = clock()
            found = blockers(self._session, self._locks)
            pause = max(_PAUSE, (clock() - looked) * _PAUSE_PER_LOOK)
            vacuums = [b for b in found if b.yields and b.transaction not in self._disturbed]
            others = [b for b in found if b not in vacuums]
            old = self._ages.above(self._patience.holder_age, others)
            in_the_way = old if may_queue else others
            if in_the_way:
                self._wait.pause(in_the_way, pause)
            elif vacuums:
                self._disturb(vacuums)
                self._wait.pause(vacuums)
            else:
                return may_queue

    def _disturb(self, vacuums: Sequence[Blocker]) -> None:
        """Let autovacuums end. They do so for a lock that is waited for longer than we may wait
        where clients are behind us; behind this one none is, for it lets them read and write."""
        self._disturbed |= {vacuum.transaction for vacuum in vacuums}
        tables = {vacuum.relation for vacuum in vacuums if vacuum.relation is not None}
        query = "select setting::int from pg_settings where name = 'deadlock_timeout'"
        timeout = self._session.query(query)[0][0] + _TO_YIELD
        try:
            with self._session.transaction():
                locks = [Lock(table, "table", "SHARE UPDATE EXCLUSIVE") for table in tables]
                take(self._session, locks, lock_timeout=timeout)
        except DatabaseError as error:
            if error.sqlstate not in {LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED}:
                raise


def _summary(locks: Sequence[Lock]) -> str:
    tables = [lock.relation for lock in locks if lock.kind != "index"]
    relations = list(dict.fromkeys(tables or [lock.relation for lock in locks]))
    more = len(relations) - _NAMED
    return ", ".join([*relations[:_NAMED], *([f"{more} more"] if more > 0 else [])])


def clock() -> float:
    """Milliseconds that only go forward."""
    return time.monotonic() * 1000
