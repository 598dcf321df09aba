"""What one running step uses of the world: the `Work` of `steps.abc` over real sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Protocol

from confiture.ddl.files import SqlFile, discover
from confiture.errors import DatabaseError, Diagnostic, Interrupted
from confiture.model.access import Access
from confiture.model.effects import Lock as TableLock
from confiture.model.names import literal
from confiture.model.patience import Patience
from confiture.pg import journal, rewind
from confiture.pg.databases import Databases
from confiture.pg.ledger import Ledger
from confiture.pg.session import BulkSession, Session
from confiture.steps.abc import Counter, Fact, Result, Step
from confiture.steps.abc import Session as AnySession

_QUERY_CANCELED = "57014"
_NO_SUCH_SNAPSHOT = ("22023", "42704")
_REPORT_SECONDS = 0.2


class Cancelling(Protocol):
    """A run's cancellation; `execute` owns it."""

    def __bool__(self) -> bool: ...
    def calling(self, callback: Callable[[], None]) -> AbstractContextManager[None]: ...


class Advance(Protocol):
    def __call__(self, *, rows: int, bytes: int) -> None: ...  # noqa: A002


class Holdings:
    """Resources that live as long as the run's process, by the fact that they stand for."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._values: dict[Fact, str] = {}
        self._lock = Lock()

    def hold(self, fact: Fact, resource: AbstractContextManager[str]) -> None:
        value = self._stack.enter_context(resource)
        with self._lock:
            self._values[fact] = value

    def get(self, fact: Fact) -> str | None:
        with self._lock:
            return self._values.get(fact)

    def close(self) -> None:
        """Let go of everything, also of sessions that are lost, or cancelled as they end."""
        with suppress(DatabaseError, Interrupted):
            self._stack.close()


class StepWork:
    """The work of one step of one run."""

    def __init__(
        self,
        step: Step,
        *,
        databases: Databases,
        ledger: Ledger,
        holdings: Holdings,
        cancellation: Cancelling,
        advance: Advance,
        tell: Callable[[str], None],
        secret: Callable[[str], bytes],
        root: Path,
    ) -> None:
        self.run = ledger.run.id
        self.advance = advance
        self.tell = tell
        self.secret = secret
        self.hold = holdings.hold
        self.held = holdings.get
        self._step = step
        self._databases = databases
        self._ledger = ledger
        self._cancellation = cancellation
        self._root = root

    def access(self, environment: str) -> Access:
        return self._databases.access(environment)

    @contextmanager
    def commit(
        self, result: Result | None = None, *, database: str | None = None
    ) -> Iterator[Session]:
        environment = self._step.environment
        token = self._ledger.token(environment, database)
        with (
            self._databases.counted(environment, database=database) as session,
            self._cancelled(session),
            self._ledger.entry(session, self._step, {} if result is None else result, token=token),
        ):
            yield session

    @contextmanager
    def commit_sql(self) -> Iterator[Session]:
        environment = self._step.environment
        token = self._ledger.token(environment)
        with (
            self._databases.counted(environment) as session,
            self._cancelled(session),
        ):
            if not self.access(environment).protected:
                rewind.note_or_rewind(session, self.run, self._step.id)
            with self._ledger.entry(session, self._step, {}, token=token):
                yield session

    @contextmanager
    def commit_locked(self, locks: Sequence[TableLock], patience: Patience) -> Iterator[Session]:
        from confiture.pg.locks import acquired  # noqa: PLC0415 - for migrations alone

        environment = self._step.environment
        token = self._ledger.token(environment)
        with (
            self._databases.counted(environment) as session,
            self._cancelled(session),
        ):
            if not self.access(environment).protected:
                rewind.note_or_rewind(session, self.run, self._step.id)
            with acquired(
                session,
                locks,
                patience,
                begin=lambda: self._ledger.entry(session, self._step, {}, token=token),
                cancelled=lambda: bool(self._cancellation),
                told=self.tell,
            ):
                yield session

    @contextmanager
    def apart(self) -> Iterator[Session]:
        environment = self._step.environment
        token = self._ledger.token(environment)
        with (
            self._databases.counted(environment) as session,
            self._cancelled(session),
        ):
            with session.transaction():
                journal.check_fence(session, self.run, token, environment)
            yield session

    def run_apart(self, sql: str, *, again: bool, patience: Patience) -> None:
        from confiture.ddl.parser import is_of_index_concurrently  # noqa: PLC0415 - libpg_query
        from confiture.pg import concurrently  # noqa: PLC0415 - for migrations alone

        environment = self._step.environment
        with self.apart() as session:
            session.script("set search_path = public")
            if not is_of_index_concurrently(sql):
                session.script("set statement_timeout = 0")
                session.script(sql)
            elif not (again and concurrently.done(session, sql)):
                concurrently.run(
                    session,
                    sql,
                    watching=lambda: self._databases.session(environment, read_only=True),
                    patience=patience,
                    cancelled=lambda: bool(self._cancellation),
                    told=self.tell,
                )

    def schema(self) -> str:
        from confiture.ddl.objects.text import as_text  # noqa: PLC0415 - all kinds of objects
        from confiture.pg import objects  # noqa: PLC0415 - as above

        with self._databases.session(self._step.environment, read_only=True) as session:
            return as_text(objects.read(session))

    @contextmanager
    def bulk_commit(self, result: Result) -> Iterator[BulkSession]:
        environment = self._step.environment
        token = self._ledger.token(environment)
        with (
            self._databases.bulk(environment, read_only=False) as session,
            self._cancelled(session),
            self._ledger.entry(session, self._step, result, token=token),
        ):
            yield session

    @contextmanager
    def session(self, environment: str, *, database: str | None = None) -> Iterator[Session]:
        read_only = database is None
        with (
            self._databases.session(environment, database=database, read_only=read_only) as session,
            self._cancelled(session),
        ):
            yield session

    @contextmanager
    def bulk(self, environment: str, snapshot: str | None) -> Iterator[BulkSession]:
        with (
            self._databases.bulk(environment, read_only=True) as session,
            self._cancelled(session),
            session.transaction(),
        ):
            session.script("set transaction isolation level repeatable read, read only")
            if snapshot is not None:
                _join(session, snapshot)
            yield session

    def replaced(self) -> None:
        self._ledger.replaced(self._step.environment)

    def keep_out_others(self, session: AnySession) -> None:
        self._ledger.keep_out_others(session, self._step.environment)

    def inherit(self, database: str) -> None:
        """Carry the journal of the environment's database over to the one that replaces it."""
        environment = self._step.environment
        if not self._databases.exists(environment):
            return
        with self._databases.session(environment, read_only=True) as old:
            history = journal.history(old)
        if history is not None:
            with self._databases.session(environment, database=database) as new:
                journal.adopt(new, history)

    def results(self, kind: str, statement: str) -> list[Result]:
        done = self._ledger.done([self._step.environment])
        return [r.result for r in done.values() if (r.kind, r.statement) == (kind, statement)]

    def read(self, path: str) -> SqlFile:
        (file,) = discover([self._root / path], project_root=self._root, include=["**"])
        return file

    def on_cancel(self, callback: Callable[[], None]) -> AbstractContextManager[None]:
        return self._cancellation.calling(callback)

    @contextmanager
    def watch(self, progress: Counter) -> Iterator[None]:
        ended = Event()

        def report() -> None:
            while not ended.wait(_REPORT_SECONDS):
                self.advance(rows=progress.rows, bytes=progress.bytes)

        thread = Thread(target=report, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.advance(rows=progress.rows, bytes=progress.bytes)

    @contextmanager
    def _cancelled(self, session: Session | BulkSession) -> Iterator[None]:
        """Cancel the session's query when the run is cancelled, and say that that was why."""
        try:
            with self._cancellation.calling(session.cancel):
                yield
        except DatabaseError as error:
            if self._cancellation and error.sqlstate == _QUERY_CANCELED:
                raise Interrupted(
                    Diagnostic("interrupted", f"{self._step.id} was stopped")
                ) from None
            raise


def _join(session: BulkSession, snapshot: str) -> None:
    try:
        session.script(f"set transaction snapshot {literal(snapshot)}")
    except DatabaseError as error:
        if error.sqlstate not in _NO_SUCH_SNAPSHOT:
            raise
        raise DatabaseError(
            Diagnostic(
                "snapshot-lost",
                f"{session.environment} no longer has the snapshot that this sync reads from",
                hint="copy again from a new one with: confiture resume",
            ),
            sqlstate=error.sqlstate,
        ) from error
