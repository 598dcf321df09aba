"""An UPDATE of a whole table, run for one range of its blocks after another.

Whoever writes a row that a batch has changed waits until the batch ends. So a batch is as large as
fits into a moment, and ends at once where it would wait for a row itself.
"""

from __future__ import annotations

import time

from confiture import failpoints
from confiture.ddl.backfill import Backfill, backfill
from confiture.errors import ConfitureError, DatabaseError, Diagnostic
from confiture.model.patience import Patience
from confiture.steps.abc import Control, Work

_FIRST_BLOCKS = 64
# Twice as many blocks take no longer than twice this.
_BATCH_SECONDS = 0.08
_LOCK_TIMEOUT = 100
_PAUSE_SECONDS = 0.1
_TRIES = 20
_BUSY = frozenset({"55P03", "40P01"})  # lock_not_available, deadlock_detected
_BLOCKS = """
with recursive tables (one) as (
  select $1::regclass::oid
  union
  select inhrelid from pg_inherits join tables on inhparent = one
)
select coalesce(max(pg_relation_size(one::regclass)), 0) / current_setting('block_size')::int
from tables"""


def fill(work: Work, session: Control, update: str) -> None:
    """Run an UPDATE, again and again until its WHERE fits no other rows than those that fit it
    afterwards too.

    Raises DatabaseError where others hold a row for too long, ConfitureError where rows are left
    that the update never reaches.
    """
    whole = backfill(update)
    session.script(f"set lock_timeout = {_LOCK_TIMEOUT}")
    filling = _Filling(work, session, whole)
    filling.go_through()
    tries = _TRIES
    while session.query(whole.left)[0][0] > filling.again:
        tries = tries - 1 if filling.is_idle else _TRIES
        if not tries:
            raise _unreached(whole.table)
        filling.go_through()


def _unreached(table: str) -> ConfitureError:
    return ConfitureError(
        Diagnostic(
            "backfill-incomplete",
            f"{table}: rows are left that the update does not change",
            hint="does a trigger keep them as they are, or a client write them all the time?",
        )
    )


class _Filling:
    """How far it is; `again` counts the rows of the last time through that the WHERE still fits,
    and `is_idle` says that no other row was updated in it.

    `_moved` is when something was done last.
    """

    def __init__(self, work: Work, session: Control, whole: Backfill) -> None:
        self.again = 0
        self.is_idle = False
        self._work = work
        self._session = session
        self._whole = whole
        self._rows = 0
        self._step = _FIRST_BLOCKS
        self._moved = time.monotonic()

    def go_through(self) -> None:
        """The blocks that are there now."""
        blocks, start = self._session.query(_BLOCKS, [self._whole.table])[0][0], 0
        self.again, before = 0, self._rows
        while start < blocks:
            failpoints.reach("migrate.before-batch")
            end = min(start + self._step, blocks)
            if self._update(start, end):
                start = end
        self.is_idle = self._rows == before

    def _update(self, start: int, end: int) -> bool:
        """Whether it could be done."""
        began = time.monotonic()
        try:
            bounds = [f"({start},0)", f"({end},0)"]
            done, again = self._session.query(self._whole.sql, bounds)[0]
        except DatabaseError as error:
            if error.sqlstate not in _BUSY or began - self._moved > Patience().give_up / 1000:
                raise
            self._work.tell(f"waiting for rows of {self._whole.table} that others hold")
            time.sleep(_PAUSE_SECONDS)
            self._step = max(self._step // 2, 1)
            return False
        self.again += again
        self._rows += done - again
        self._work.advance(rows=self._rows, bytes=0)
        self._moved = time.monotonic()
        quick = self._moved - began < _BATCH_SECONDS
        self._step = self._step * 2 if quick else max(self._step // 2, 1)
        return True
