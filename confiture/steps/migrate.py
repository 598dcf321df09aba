"""Run one group of a migration's statements; the ledger is told in the same transaction."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture import failpoints
from confiture.errors import ConfitureError
from confiture.model.effects import Lock
from confiture.model.patience import Patience
from confiture.steps import migration_ledger as ledger
from confiture.steps.abc import STEPS, Control, Work
from confiture.steps.batches import fill
from confiture.steps.code import ON_ERROR
from confiture.steps.migration_ledger import Entry
from confiture.steps.node import Node
from confiture.steps.piece import Piece
from confiture.steps.script import fresh
from confiture.steps.taken_back import TakesBack, note_begun


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """A transaction of a migration, or a statement outside of one. `entry` is None for statements
    of no migration, as those of `migrate … to`; `code` is the Python whose `on_error` is called
    when it fails; `takes_back` is what it undoes of another run."""

    entry: Entry | None
    pieces: tuple[Piece, ...]
    code: Piece | None = None
    patience: Patience = field(default_factory=Patience)
    takes_back: TakesBack | None = None

    def run(self, work: Work) -> None:
        if self.takes_back is not None:
            with work.apart() as session:
                self.takes_back.confirm(session)
        try:
            self.do(work)
        except ConfitureError:
            if self.code is not None:
                with suppress(ConfitureError), work.apart() as session:
                    replace(self.code, function=ON_ERROR).run(session)
            raise

    def do(self, work: Work) -> None:
        raise NotImplementedError

    @property
    def _title(self) -> str:
        assert self.entry is not None  # noqa: S101 - asked for migrations only
        part = f" ({self.entry.group}/{self.entry.groups})" if self.entry.groups > 1 else ""
        verb = "apply" if self.entry.state == "applying" else "undo"
        return f"{verb} {self.entry.version} {self.entry.name}{part}"

    def preview(self) -> str:
        if self.entry is not None:
            return self._title
        more = len(self.pieces) - 1
        return self.pieces[0].summary() + (f" and {more} more" if more > 0 else "")

    def _schema(self, work: Work) -> str | None:
        """What an undo leads back to, where the migration can stop half way."""
        one = self.entry
        if one is None or one.group > 1 or one.state != "applying":
            return None
        return work.schema() if one.groups > 1 or not self.transactional else None

    def _open(self, work: Work, session: Control, schema: str | None) -> None:
        """Tell the ledger, where this is a migration's first group."""
        if self.entry is None:
            return
        if self.entry.group == 1:
            ledger.open_entry(session, self.entry, schema, run=work.run)
        else:
            ledger.make(session)  # it may have been begun before there was a history

    def _close(self, work: Work, session: Control, started: float) -> None:
        if self.entry is not None:
            taken = round((time.monotonic() - started) * 1000)
            ledger.advance(session, self.entry, taken, run=work.run)
        if self.takes_back is not None:
            self.takes_back.tell(session)


@STEPS.register("migrate")
@dataclass(frozen=True, kw_only=True)
class MigrateGroup(Group):
    """Statements that share a transaction, which takes all its `locks` first. `within` is a
    statement timeout in milliseconds, 0 for none."""

    kind: ClassVar[str] = "migrate"

    locks: tuple[Lock, ...] = ()
    within: int = 0

    def do(self, work: Work) -> None:
        started = time.monotonic()
        schema = self._schema(work)
        with work.commit_locked(self.locks, self.patience) as session:
            self._open(work, session, schema)
            first = fresh(session)
            session.script(first)
            if self.within:
                session.script(f"set statement_timeout = {self.within}")
            for piece in self.pieces:
                failpoints.reach("migrate.before-statement")
                piece.run(session)
            session.script(first)
            self._close(work, session, started)


@STEPS.register("migrate-apart")
@dataclass(frozen=True, kw_only=True)
class MigrateApart(Group):
    """A statement that refuses to run in a transaction."""

    kind: ClassVar[str] = "migrate-apart"
    transactional: ClassVar[bool] = False

    def do(self, work: Work) -> None:
        started = time.monotonic()
        (piece,) = self.pieces
        schema = self._schema(work)
        with work.apart() as session:
            if self.entry is None:
                begun_before = note_begun(session, work.run, self.id)
            else:
                self._open(work, session, schema)
                begun_before = ledger.was_noted(session, self.entry)
                ledger.note(session, self.entry)
        failpoints.reach("migrate.before-apart")
        with piece.placed():
            work.run_apart(piece.text, again=begun_before, patience=self.patience)
        failpoints.reach("migrate.after-apart")
        with work.commit() as session:
            self._close(work, session, started)


@STEPS.register("migrate-backfill")
@dataclass(frozen=True, kw_only=True)
class MigrateBackfill(Group):
    """An UPDATE, run for one range of the table's blocks after another."""

    kind: ClassVar[str] = "migrate-backfill"
    transactional: ClassVar[bool] = False

    def do(self, work: Work) -> None:
        started = time.monotonic()
        (piece,) = self.pieces
        schema = self._schema(work)
        with work.apart() as session:
            self._open(work, session, schema)
            if self.entry is None:
                note_begun(session, work.run, self.id)
            session.script(fresh(session))
            with piece.placed():
                fill(work, session, piece.text)
        with work.commit() as session:
            self._close(work, session, started)
