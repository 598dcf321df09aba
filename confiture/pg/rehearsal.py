"""Run statements on a scratch database, and see what each takes and does there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from confiture.ddl.objects.value_types import narrows
from confiture.model.effects import Effect, Lock
from confiture.model.names import quote
from confiture.pg.catalog import sql
from confiture.steps.abc import Session

_LOCKS = (
    "select relation::int8, mode from pg_catalog.pg_locks where locktype = 'relation'"
    " and pid = pg_catalog.pg_backend_pid()"
    " and database = (select oid from pg_catalog.pg_database where datname = current_database())"
)
# Outside of a transaction each query is one of its own.
_TRANSACTION = (
    "select virtualtransaction from pg_catalog.pg_locks where locktype = 'virtualxid'"
    " and pid = pg_catalog.pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class _Relation:
    name: str
    kind: str
    storage: int
    table: int
    scans: int
    columns: dict[str, tuple[str, str]] | None


class Rehearsal:
    """The statements of one script, one after another, on a session of a scratch database.

    Whoever holds it opens and commits the transactions; a statement that runs outside of one
    keeps no lock that could be seen when it is over.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._first = self._relations()
        self._transaction = ""
        self._begun = self._first

    def run(self, statement: str) -> Effect:
        """Run one statement; what it took and did. Raises DatabaseError."""
        return self.watch(lambda: self._session.script(statement))

    def watch(self, work: Callable[[], object]) -> Effect:
        """Do something on the session; what it took and did."""
        before, held = self._relations(), self._locks()
        self._note_transaction(before)
        started = time.perf_counter()
        work()
        took = (time.perf_counter() - started) * 1000
        after, locks = self._relations(), self._locks() - held
        there = {oid: one for oid, one in before.items() if oid in self._first}
        return Effect(
            locks=_on(there, locks),
            ahead=_on(self._begun, locks),
            rewritten=_names(
                one for oid, one in there.items()
                if one.kind != "index" and oid in after and after[oid].storage != one.storage
            ),
            scanned=_names(
                one for oid, one in there.items() if oid in after and after[oid].scans > one.scans
            ),
            built=_names(
                one for oid, one in after.items()
                if one.kind == "index" and one.table in there
                and (oid not in before or before[oid].storage != one.storage)
            ),
            lost=tuple(sorted(_lost(there, after))),
            milliseconds=took,
        )  # fmt: skip

    def _note_transaction(self, relations: dict[int, _Relation]) -> None:
        """A relation that is renamed keeps its OID, by which its first name is found again."""
        (transaction,) = self._session.query(_TRANSACTION)[0]
        if transaction != self._transaction:
            self._transaction, self._begun = transaction, relations

    def _relations(self) -> dict[int, _Relation]:
        rows = self._session.query(sql("relations"))
        return {oid: _Relation(*rest) for oid, *rest in rows}

    def _locks(self) -> set[tuple[int, str]]:
        return {(oid, _spelt(mode)) for oid, mode in self._session.query(_LOCKS)}


def _on(relations: Mapping[int, _Relation], locks: Set[tuple[int, str]]) -> tuple[Lock, ...]:
    """The locks on these, by their names."""
    found = (
        (relations[oid].name, relations[oid].kind, mode) for oid, mode in locks if oid in relations
    )
    return tuple(sorted(Lock(*one) for one in found))


def _names(relations: Iterable[_Relation]) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in relations))


def _lost(before: Mapping[int, _Relation], after: Mapping[int, _Relation]) -> Iterator[str]:
    """What had rows and is gone, and columns of what stays, which have another name now or not."""
    for oid, one in before.items():
        if one.columns is None:
            continue
        if oid not in after:
            yield one.name
        else:
            left = after[oid].columns or {}
            for number, (name, type_) in one.columns.items():
                if number not in left or narrows(type_, left[number][1]):
                    yield f"{one.name}.{quote(name)}"


def _spelt(mode: str) -> str:
    """`AccessExclusiveLock` as `ACCESS EXCLUSIVE`."""
    letters = "".join(f" {c}" if c.isupper() else c for c in mode.removesuffix("Lock"))
    return letters.strip().upper()
