"""Databases of tests as the environments of a run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from confiture.errors import DatabaseError
from confiture.execute.cancellation import Cancellation
from confiture.model.access import Access
from confiture.pg.databases import Databases
from confiture.pg.journal import RunRow
from confiture.pg.ledger import Ledger
from confiture.pg.work import Holdings, StepWork
from confiture.steps.abc import Work
from confiture.steps.node import Node
from tests.conftest import Database


@dataclass(frozen=True, kw_only=True)
class Anything(Node):
    kind: ClassVar[str] = "anything"

    def preview(self) -> str:
        return self.id

    def run(self, work: Work) -> None:
        raise NotImplementedError


def access_to(database: Database, environment: str = "local", **settings: int | bool) -> Access:
    return Access(
        environment=environment,
        parameters=tuple(sorted(database.conninfo.items())),
        **settings,  # type: ignore[arg-type]
    )


def databases_of(*accesses: Access) -> Databases:
    return Databases(
        {access.environment: access for access in accesses}, _no_secret, root=Path.cwd()
    )


def _no_secret(name: str) -> str:
    raise LookupError(name)


def run_row(run: str) -> RunRow:
    return RunRow(
        id=run, recipe="test.conf", digest="", plan=b"{}", state="running", steps=1, message=None,
        started=datetime.now(UTC), ended=None,
    )  # fmt: skip


def step(id_: str = "step", environment: str = "local") -> Anything:
    return Anything(id=id_, statement=id_, environment=environment, lane=id_)


@contextmanager
def ledger_of(databases: Databases, run: str, *environments: str) -> Iterator[Ledger]:
    """A run that has locked its environments; it lets them go without a word."""
    ledger = Ledger(databases, run_row(run))
    try:
        ledger.lock(environments or ["local"])
        yield ledger
    finally:
        ledger._resources.close()


def work_of(
    databases: Databases,
    ledger: Ledger,
    *,
    cancellation: Cancellation | None = None,
    id_: str = "step",
) -> StepWork:
    return StepWork(
        step(id_),
        databases=databases,
        ledger=ledger,
        holdings=Holdings(),
        cancellation=Cancellation() if cancellation is None else cancellation,
        advance=lambda *, rows, bytes: None,  # noqa: A006
        tell=lambda message: None,
        secret=lambda name: name.encode(),
        root=Path.cwd(),
    )


def end_sessions(database: Database, query: str = "datname = current_database()") -> None:
    """End the sessions of a database that a condition on pg_stat_activity names, but ours."""
    with database.connect() as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            f" where pid <> pg_backend_pid() and {query}".encode()
        )


def together(*functions: object) -> list[BaseException | None]:
    """Run functions in threads of their own; what each raised."""
    raised: list[BaseException | None] = [None] * len(functions)

    def call(number: int) -> None:
        try:
            functions[number]()  # type: ignore[operator]
        except DatabaseError as error:
            raised[number] = error

    threads = [threading.Thread(target=call, args=(n,)) for n in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
