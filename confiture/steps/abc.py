"""What a step is, and what it may use while it runs.

`Step` and `Fact` are the whole contract between the planner and the executor. `Work` and
`Session` are what the executor hands to a running step; `pg` implements the sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

from confiture.ddl.files import SqlFile
from confiture.model.access import Access
from confiture.model.effects import Lock
from confiture.model.patience import Patience
from confiture.registry import Registry

Row: TypeAlias = tuple[Any, ...]
Result: TypeAlias = dict[str, int | str]
"""What a step journals about what it did, e.g. {"rows": 1000, "bytes": 64000}."""


@dataclass(frozen=True, order=True, slots=True)
class Fact:
    """Something that holds once all steps that give it have run, e.g. ("rows", "local app.users").

    A fact of kind `snapshot` holds only as long as the process that made it.
    """

    kind: str
    name: str

    @property
    def ephemeral(self) -> bool:
        return self.kind == "snapshot"

    def __str__(self) -> str:
        return f"{self.kind} of {self.name}"


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something that a plan does only when the user accepted `kind`."""

    kind: str
    environment: str
    message: str


class Counter(Protocol):
    """Rows and bytes counted by a thread that is not Python's."""

    @property
    def rows(self) -> int: ...
    @property
    def bytes(self) -> int: ...


class Session(Protocol):
    """A pinned session on one database, in autocommit outside `transaction()`."""

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows of one statement; parameters are `$1`, `$2`, …"""

    def script(self, sql: str) -> None:
        """Run any number of statements in one round trip."""

    def transaction(self) -> AbstractContextManager[None]: ...


class Control(Session, Protocol):
    """A session for statements; its `transaction()` inside another is a savepoint."""

    def copy_in(self, statement: str, data: str) -> int:
        """Run a COPY … FROM STDIN with all its data; the number of rows."""


class Bulk(Session, Protocol):
    """A session whose rows never become Python objects; query parameters and results are text."""

    @property
    def link(self) -> Any:
        """The kernel's connection."""


class Work(Protocol):
    """What one running step sees of the world."""

    run: str

    def access(self, environment: str) -> Access: ...

    def commit(
        self, result: Result | None = None, *, database: str | None = None
    ) -> AbstractContextManager[Control]:
        """A transaction on the step's environment whose commit marks the step as done.

        `result` is journaled as it is at the end of the block. `database` names another
        database of the same server, for a step that makes the environment's database.
        """

    def commit_sql(self) -> AbstractContextManager[Control]:
        """As `commit`, for SQL of users: when the step is begun again, the sequences of tables
        stand where they stood the first time. Not in a protected environment, where others may
        have been given numbers that no row shows yet."""

    def commit_locked(
        self, locks: Sequence[Lock], patience: Patience
    ) -> AbstractContextManager[Control]:
        """As `commit_sql`, holding all the locks from its beginning; it waits for them outside of
        any queue, and lets others pass."""

    def apart(self) -> AbstractContextManager[Control]:
        """A writing session in autocommit, for what cannot be one transaction. What it does has
        to bear being done again, up to the `commit` that follows."""

    def run_apart(self, sql: str, *, again: bool, patience: Patience) -> None:
        """Run a statement that refuses transactions, without time limits. `again` where it may
        have run before: then nothing happens if its effect is there, and what it left half done
        is swept away."""

    def schema(self) -> str:
        """All objects of the environment's database, as text that `pg.objects` reads back."""

    def tell(self, message: str) -> None:
        """Report what the step is waiting for, or where it is."""

    def bulk_commit(self, result: Result) -> AbstractContextManager[Bulk]:
        """As `commit`, for rows in bulk."""

    def inherit(self, database: str) -> None:
        """Carry the journal of the step's environment over to the database that replaces it."""

    def keep_out_others(self, session: Session) -> None:
        """Raise RunInProgress when the run has lost the environment; no other run gets it before
        the session ends."""

    def replaced(self) -> None:
        """The environment's name now means another database."""

    def session(
        self, environment: str, *, database: str | None = None
    ) -> AbstractContextManager[Control]:
        """A session in autocommit: read-only on the environment's own database, writing on
        another one of its server (for CREATE DATABASE and what a new database is filled with).
        """

    def bulk(self, environment: str, snapshot: str | None) -> AbstractContextManager[Bulk]:
        """A read-only bulk session inside a snapshot (of its own where None)."""

    def hold(self, fact: Fact, resource: AbstractContextManager[str]) -> None:
        """Keep a resource open until the run ends; `held` gives what entering it gave."""

    def held(self, fact: Fact) -> str | None: ...

    def results(self, kind: str, statement: str) -> list[Result]:
        """What the finished steps of a kind, in a statement, have journaled."""

    def secret(self, name: str) -> bytes: ...

    def read(self, path: str) -> SqlFile:
        """A file below the project's root."""

    def advance(self, *, rows: int, bytes: int) -> None:  # noqa: A002
        """Report progress: totals so far, not increments."""

    def watch(self, progress: Counter) -> AbstractContextManager[None]:
        """Report the progress that another thread counts, a few times a second."""

    def on_cancel(self, callback: Callable[[], None]) -> AbstractContextManager[None]:
        """Call back, from another thread, when the run is cancelled inside the block."""


class Step(Protocol):
    """One unit of work: a frozen dataclass of plain values that never holds a connection.

    `statement` is the statement of the recipe that it belongs to. `lasting` steps leave a
    journal row; the others (checks, snapshots) run again in each process. A step that is not
    `transactional` answers `done()` from the catalog after a crash.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]
    kind: ClassVar[str]
    lasting: ClassVar[bool]
    transactional: ClassVar[bool]

    @property
    def id(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def environment(self) -> str: ...
    @property
    def lane(self) -> str: ...
    @property
    def needs(self) -> frozenset[Fact]: ...
    @property
    def gives(self) -> frozenset[Fact]: ...
    @property
    def cost(self) -> int:
        """Estimated bytes of work: of the steps that could start, the dearest starts first."""

    def preview(self) -> str:
        """One line for people: what will be done."""

    def run(self, work: Work) -> None: ...

    def done(self, work: Work) -> bool:
        """Whether the catalog shows the step's effect (asked only when not transactional)."""


STEPS: Registry[type[Step]] = Registry("kind of step", "confiture.steps")
