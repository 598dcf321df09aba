"""One run's hold on its environments: locks, fencing tokens, and the journal of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock

from confiture import failpoints
from confiture.errors import DatabaseError, Diagnostic, RunInProgress
from confiture.pg import journal
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow, StepRow
from confiture.pg.session import Session
from confiture.steps.abc import Result, Step
from confiture.steps.abc import Session as AnySession
from confiture.steps.template import MAINTENANCE

_LOCK = "hashtextextended('confiture:' || $1, 0)"


class Ledger:
    """Locks environments for a run, and journals its steps. Safe to use from several threads."""

    def __init__(self, databases: Databases, run: RunRow) -> None:
        self.run = run
        self._databases = databases
        self._locks = ExitStack()
        self._locked: set[tuple[str, ...]] = set()
        self._tokens: dict[tuple[str, str | None], int] = {}
        self._guard = Lock()

    def lock(self, environments: Iterable[str]) -> None:
        """Take each environment for this run. Raises RunInProgress, naming the holder."""
        for environment in sorted(environments):
            self._lock_one(environment)

    def done(self, environments: Iterable[str]) -> dict[str, StepRow]:
        """The steps that the journals of the environments say are done."""
        done: dict[str, StepRow] = {}
        for environment in environments:
            if self._databases.exists(environment):
                with self._databases.session(environment, read_only=True) as session:
                    if journal.exists(session):
                        done |= {row.step: row for row in journal.steps_of(session, self.run.id)}
        return done

    def forget(self, environments: Iterable[str], steps: frozenset[str]) -> None:
        for environment in environments:
            if steps and self._databases.exists(environment):
                with self._databases.session(environment) as session:
                    if journal.exists(session):
                        journal.forget_steps(session, self.run.id, steps)

    @contextmanager
    def entry(
        self, session: AnySession, step: Step, result: Result, *, token: int
    ) -> Iterator[None]:
        """A transaction that holds off stale runs, and whose commit marks the step as done."""
        with session.transaction():
            journal.check_fence(session, token, step.environment)
            yield
            journal.write_step(session, self.run.id, step, result)
            failpoints.reach("journal.before-commit")
        failpoints.reach("journal.after-commit")

    def token(self, environment: str, database: str | None = None) -> int:
        """The run's fencing token in a database; enters the run into its journal the first time."""
        place = (environment, database)
        with self._guard:
            if place not in self._tokens:
                with self._databases.session(environment, database=database) as session:
                    self._tokens[place] = journal.open_run(session, self.run)
            return self._tokens[place]

    def replaced(self, environment: str) -> None:
        """The environment's database is another one now: take its token."""
        with self._guard:
            self._tokens.pop((environment, None), None)
        self.token(environment)

    def close(self, state: str, message: str | None) -> None:
        """Write how the run ended wherever it was entered, and let the environments go."""
        try:
            for environment, database in tuple(self._tokens):
                if database is None:
                    with self._databases.session(environment) as session:
                        journal.close_run(session, self.run.id, state, message)
        finally:
            self._locks.close()

    def release(self) -> None:
        self._locks.close()

    def _lock_one(self, environment: str) -> None:
        session = self._lock_session(environment)
        info = session.connection.info
        key = self._databases.database_name(environment)
        place = (info.host, info.hostaddr, str(info.port), key)
        if place in self._locked:
            session.close()
            return
        self._locks.callback(session.close)
        if not session.query(f"select pg_try_advisory_lock({_LOCK})", [key])[0][0]:
            raise _held(session, environment, key)
        self._locked.add(place)

    def _lock_session(self, environment: str) -> Session:
        """In the maintenance database where we may connect to it, so that the lock survives the
        replacement of the environment's own; in that one elsewhere."""
        try:
            return self._databases.connect(environment, database=MAINTENANCE)
        except DatabaseError:
            return self._databases.connect(environment)


def _held(session: Session, environment: str, key: str) -> RunInProgress:
    rows = session.query(
        "select a.pid, a.usename, date_trunc('second', now() - a.backend_start)::text"
        " from pg_locks l join pg_stat_activity a on a.pid = l.pid"
        f" where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
        f" and (l.classid::bigint << 32 | l.objid::bigint) = {_LOCK}",
        [key],
    )
    who = f" (session {rows[0][0]} of {rows[0][1]}, for {rows[0][2]})" if rows else ""
    return RunInProgress(
        Diagnostic(
            "run-in-progress",
            f"another run holds {environment}{who}",
            hint="wait until it ends, or end that session",
        )
    )
