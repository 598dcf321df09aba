"""One run's hold on its environments: locks, fencing tokens, and the journal of each."""

from __future__ import annotations

import time
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
from confiture.steps.template import LOCK_KEY, MAINTENANCE, sweep, sweep_unfinished

# The session of a killed run takes a moment to end.
_PATIENCE = 3.0
_PAUSE = 0.1
_WORK_KEY = "hashtextextended('confiture work:' || $1, 0)"
_LOCK_NOT_AVAILABLE = "55P03"
_HOLDERS = (
    "select l.pid from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
    " and l.database = (select oid from pg_database where datname = current_database())"
    " and (l.classid::bigint << 32 | l.objid::bigint) = "
)
_IDENTITY = "concat(a.pid, ' ', a.backend_start)"
"""What tells a session from all others of all servers."""


class Ledger:
    """Locks environments for a run, and journals its steps. Safe to use from several threads.

    Environments that are one database share a lock and a token.
    """

    def __init__(self, databases: Databases, run: RunRow) -> None:
        self.run = run
        self._databases = databases
        self._resources = ExitStack()
        self._locks: dict[str, Session] = {}
        self._backends: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._tokens: dict[tuple[str, str | None], int] = {}
        self._guard = Lock()

    def lock(self, environments: Iterable[str]) -> None:
        """Take each environment for this run. Raises RunInProgress, naming the holder.

        Sweeps away what a run that was killed has left beside the environment's database.
        """
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

    def reenter(self, environments: Iterable[str]) -> None:
        """Take the tokens of the environments that this run has entered before."""
        for environment in environments:
            if self._databases.exists(environment):
                with self._databases.session(environment, read_only=True) as session:
                    known = journal.knows(session, self.run.id)
                if known:
                    self.token(environment)

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
            journal.check_fence(session, self.run.id, token, step.environment)
            yield
            journal.write_step(session, self.run.id, step, result)
            failpoints.reach("journal.before-commit")
        failpoints.reach("journal.after-commit")

    def token(self, environment: str, database: str | None = None) -> int:
        """The run's fencing token in a database; enters the run into its journal the first time."""
        place = (self._homes.get(environment, environment), database)
        with self._guard:
            if place not in self._tokens:
                self._tokens[place] = self._enter(environment, database)
                failpoints.reach("journal.after-open")
            return self._tokens[place]

    def replaced(self, environment: str) -> None:
        """The environment's database is another one now: take its token."""
        home = self._homes.get(environment, environment)
        with self._guard:
            self._tokens = {k: v for k, v in self._tokens.items() if k[0] != home}
        self.token(environment)

    def keep_out_others(self, session: AnySession, environment: str) -> None:
        """Raise RunInProgress unless the run still has its lock; as long as the session lasts, no
        other run gets it.

        For work beside the environment's database, which its fence does not guard: a server goes
        on with CREATE DATABASE when the run that asked for it is killed.
        """
        key = self._databases.database_name(environment)
        lock = self._locks[self._homes[environment]]
        free = session.query(f"select pg_try_advisory_lock_shared({_WORK_KEY})", [key])[0][0]
        query = f"select $2 in ({_HOLDERS} {LOCK_KEY})"
        if not free or not session.query(query, [key, lock.connection.info.backend_pid])[0][0]:
            raise RunInProgress(
                Diagnostic(
                    "lock-lost",
                    f"the session that held {environment} for this run was ended",
                    hint="if no other run took over (confiture runs): confiture resume",
                )
            )

    def close(self, state: str, message: str | None) -> None:
        """Write how the run ended wherever it was entered, and let the environments go.

        A server that is out of reach is an error only to a run that has none yet.
        """
        failure: DatabaseError | None = None
        try:
            for (environment, database), token in tuple(self._tokens.items()):
                if database is not None:
                    continue
                try:
                    with self._databases.session(environment) as session:
                        journal.close_run(session, self.run.id, token, state, message)
                except DatabaseError as error:
                    failure = failure or error
        finally:
            self._resources.close()
        if failure is not None and state == "done":
            raise failure

    def _enter(self, environment: str, database: str | None) -> int:
        try:
            with self._databases.session(environment, database=database) as session:
                return journal.open_run(session, self.run)
        except DatabaseError as error:
            if error.sqlstate != _LOCK_NOT_AVAILABLE:
                raise
            raise RunInProgress(
                Diagnostic(
                    "run-in-progress",
                    f"a run that has lost its lock is still at work in {environment}",
                    hint="try again when it has ended, or end its session",
                )
            ) from error

    def _lock_one(self, environment: str) -> None:
        session = self._lock_session(environment)
        self._resources.callback(session.close)
        key = self._databases.database_name(environment)
        deadline = time.monotonic() + _PATIENCE
        while not _try_lock(session, key):
            pid, backend, who = _holder(session, key)
            if backend and backend in self._backends:
                self._homes[environment] = self._backends[backend]
                session.close()
                return
            if time.monotonic() > deadline:
                raise _held(environment, pid, who)
            time.sleep(_PAUSE)
        self._locks[environment] = session
        self._homes[environment] = environment
        self._backends[_identity(session)] = environment
        if session.connection.info.dbname == MAINTENANCE:
            sweep(session, key)
            sweep_unfinished(session)

    def _lock_session(self, environment: str) -> Session:
        """In the maintenance database where we may connect to it, so that the lock survives the
        replacement of the environment's own; in that one elsewhere."""
        try:
            return self._databases.connect(environment, database=MAINTENANCE)
        except DatabaseError:
            return self._databases.connect(environment)


def _try_lock(session: Session, key: str) -> bool:
    """Take the lock unless another run has it, or what it began on the server goes on."""
    return bool(
        session.query(
            f"select case when pg_try_advisory_lock({LOCK_KEY})"
            f" then pg_try_advisory_xact_lock({_WORK_KEY}) else false end",
            [key],
        )[0][0]
    )


def _identity(session: Session) -> str:
    query = f"select {_IDENTITY} from pg_stat_activity a where a.pid = pg_backend_pid()"
    return str(session.query(query)[0][0])


def _holder(session: Session, key: str) -> tuple[str, str, str]:
    """The process id of a session that keeps us out, its identity, and who it is."""
    rows = session.query(
        f"select a.pid::text, {_IDENTITY}, concat(a.usename,"
        " ', for ' || date_trunc('second', now() - a.backend_start))"
        " from pg_stat_activity a where a.pid <> pg_backend_pid()"
        f" and (a.pid in ({_HOLDERS} {LOCK_KEY}) or a.pid in ({_HOLDERS} {_WORK_KEY}))",
        [key],
    )
    return rows[0] if rows else ("", "", "")


def _held(environment: str, pid: str, who: str) -> RunInProgress:
    holder = f" (session {pid} of {who})" if pid else ""
    return RunInProgress(
        Diagnostic(
            "run-in-progress",
            f"another run holds {environment}{holder}",
            hint="wait until it ends, or end that session",
        )
    )
