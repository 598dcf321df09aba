"""CREATE, DROP and REINDEX INDEX CONCURRENTLY, so that a whole index is there afterwards.

They lock out nobody, and pay for it: they wait for every transaction that could see the index
otherwise, as long as it takes. A `lock_timeout` only makes them fail there, and one that fails
leaves an invalid index: it is not read, but written, a unique one refuses rows, and IF NOT EXISTS
takes it for the index that is wanted. So there is no timeout here; whoever would be waited for is
waited for before anything is begun, what is going on is told, and what was left is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread
from types import TracebackType

from confiture.errors import DatabaseError, Diagnostic
from confiture.model.effects import Lock
from confiture.model.names import literal
from confiture.model.patience import Patience
from confiture.pg.blockers import CONFLICTS, Ages, Blocker, blockers, blockers_of, named, read
from confiture.pg.catalog import sql as file
from confiture.pg.index_effects import effect_of
from confiture.pg.locks import (
    DEADLOCK_DETECTED,
    LOCK_NOT_AVAILABLE,
    Cancelled,
    Told,
    Wait,
    clock,
    given_up,
)
from confiture.pg.session import Session

_TRIES = 3
_QUERY_CANCELED, _UNIQUE_VIOLATION = "57014", "23505"
_OWN = "SHARE UPDATE EXCLUSIVE"
# A transaction that has lasted for so long may well last for ever; a younger one will soon end.
_LASTING = 5_000
_SWEEPING = 5_000
_LOOK_SECONDS = 0.5
_PERCENT = 10
_NO_LIMITS = {"lock_timeout": "0", "statement_timeout": "0"}


def run(
    session: Session,
    statement: str,
    *,
    watching: Callable[[], AbstractContextManager[Session]],
    patience: Patience,
    cancelled: Cancelled = lambda: False,
    told: Told = lambda _: None,
) -> None:
    """Run one statement on an index outside of a transaction; afterwards it has had its effect.

    `watching` opens another session on the database. `told` hears, also from another thread, how
    far it is and whom it waits for. An invalid index of an earlier try is dropped first. Nobody
    is waited for longer than `patience.give_up`: then DatabaseError names them.

    Raises DatabaseError. What the statement has made is dropped again then, unless the connection
    is lost, the statement was cancelled, or others still keep it: the next try drops it.
    """
    with watching() as watcher, _without_limits(session):
        build = _Build(session, watcher, statement, patience, cancelled=cancelled, told=told)
        for tries_left in reversed(range(_TRIES)):
            if build.attempt(tries_left):
                return


def done(session: Session, statement: str) -> bool:
    """Whether the catalog shows that the statement has run; one whose effect has no name never."""
    return effect_of(session, statement).shown(session)


@contextmanager
def _without_limits(session: Session) -> Iterator[None]:
    """Neither a lock_timeout nor a statement_timeout inside; both as before afterwards."""
    names = list(_NO_LIMITS)
    before = session.query(f"select {', '.join(f'current_setting({literal(n)})' for n in names)}")
    _set(session, _NO_LIMITS)
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # of a connection that is lost
            _set(session, dict(zip(names, before[0], strict=True)))
        raise
    _set(session, dict(zip(names, before[0], strict=True)))


def _set(session: Session, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        session.query("select set_config($1, $2, false)", [name, value])


class _Build:
    """One statement, its tries, and what they leave."""

    def __init__(
        self,
        session: Session,
        watcher: Session,
        statement: str,
        patience: Patience,
        *,
        cancelled: Cancelled,
        told: Told,
    ) -> None:
        self._session = session
        self._watcher = watcher
        self._statement = statement
        self._effect = effect_of(session, statement)
        self._patience = patience
        self._cancelled = cancelled
        self._told = told

    def attempt(self, tries_left: int) -> bool:
        """Whether it is done; false where another try may do."""
        self._wait_for_others()
        self._sweep(self._patience.give_up)
        try:
            self._run(self._statement, self._patience.give_up)
        except _Stuck:
            with suppress(DatabaseError):  # the same may keep this waiting; the next try does it
                self._sweep(_SWEEPING)
            raise
        except DatabaseError as error:
            if error.sqlstate == _QUERY_CANCELED or self._session.connection.closed:
                raise
            self._sweep(self._patience.give_up)
            if error.sqlstate != DEADLOCK_DETECTED or not tries_left:
                raise _explained(error) from None
            return self._effect.there(self._session)
        if not self._effect.there(self._session):
            raise self._invalid()
        return True

    def _wait_for_others(self) -> None:
        """Until none of those whom the statement would wait for has lasted for long, and no other
        session makes, or cleans, an index of the table: its own would look like one left over."""
        table = self._effect.table(self._session)
        if table is None:
            return
        locks = [Lock(table, "table", mode) for mode in (self._effect.waits_for, _OWN)]
        goal = f"others at {table}"
        wait = Wait(
            self._session.environment, goal, self._patience.give_up,
            cancelled=self._cancelled, told=self._told,
        )  # fmt: skip
        ages = Ages()
        while found := self._in_the_way(locks, ages):
            wait.pause(found)

    def _in_the_way(self, locks: Sequence[Lock], ages: Ages) -> list[Blocker]:
        found = [blocker for blocker in blockers(self._session, locks) if not blocker.yields]
        lasting = ages.above(_LASTING, found)
        same = [b for b in found if b.mode in CONFLICTS[_OWN] and b not in lasting]
        snapshots = read(self._session.query(file("old_snapshots"), [_LASTING]))
        return [*same, *lasting, *snapshots]

    def _sweep(self, patience: float) -> None:
        for index in self._effect.left(self._session):
            self._told(f"dropping {index}, which an earlier try has left invalid")
            self._run(f"drop index concurrently if exists {index}", patience)

    def _run(self, statement: str, patience: float) -> None:
        with _Watch(self._session, self._watcher, patience, self._told):
            self._session.script(statement)

    def _invalid(self) -> DatabaseError:
        left = ", ".join(self._effect.left(self._session)) or self._statement
        return DatabaseError(
            Diagnostic(
                "index-invalid",
                f"{self._session.environment}: not as it should be: {left}",
                hint="another relation may have its name, or another session works on it",
            )
        )


def _explained(error: DatabaseError) -> DatabaseError:
    if error.sqlstate != _UNIQUE_VIOLATION:
        return error
    hint = "rows of the table are equal there: remove them, then: confiture resume"
    return DatabaseError(
        *(replace(diagnostic, hint=hint) for diagnostic in error.diagnostics),
        sqlstate=error.sqlstate,
    )


class _Stuck(DatabaseError):
    """Somebody kept the statement waiting for longer than patience lasts."""


class _Watch:
    """Tells how far the session's statement is, and cancels it when others keep it for too long."""

    def __init__(self, session: Session, watcher: Session, patience: float, told: Told) -> None:
        self._session = session
        self._watcher = watcher
        self._patience = patience
        self._told = told
        self._since: dict[str, float] = {}
        self._stuck: tuple[Blocker, ...] = ()
        self._last: tuple[object, ...] = ()
        self._ended = Event()
        self._thread = Thread(target=self._watch, name="confiture-watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        cancelled = isinstance(error, DatabaseError) and error.sqlstate == _QUERY_CANCELED
        if cancelled and self._stuck:
            raise _Stuck(
                *given_up(
                    self._session.environment, "others", self._patience, self._stuck
                ).diagnostics,
                sqlstate=LOCK_NOT_AVAILABLE,
            ) from None

    def _watch(self) -> None:
        pid = self._session.connection.info.backend_pid
        with suppress(DatabaseError):  # without its session the statement goes on, unwatched
            while not self._ended.wait(_LOOK_SECONDS):
                progress = self._watcher.query(file("index_progress"), [pid])
                found = blockers_of(self._watcher, pid)
                phase, percent = progress[0] if progress else (None, None)
                self._tell(phase, percent, found)
                self._cancel_if_stuck(found)

    def _tell(self, phase: str | None, percent: int | None, found: Sequence[Blocker]) -> None:
        state = (phase, percent and percent // _PERCENT, {b.transaction for b in found})
        if state == self._last:
            return
        self._last = state
        parts = [phase or "", f"{percent} %" if percent is not None else ""]
        parts.append(f"waiting for {named(found)}" if found else "")
        if any(parts):
            self._told(", ".join(filter(None, parts)))

    def _cancel_if_stuck(self, found: Sequence[Blocker]) -> None:
        now = clock()
        self._since = {b.transaction: self._since.get(b.transaction, now) for b in found}
        if not self._stuck and now - min(self._since.values(), default=now) > self._patience:
            self._stuck = tuple(found)
            self._session.cancel()
