"""What a statement did to a database, as it was seen there."""

from __future__ import annotations

from dataclasses import dataclass

LOCK_MODES = (
    "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
    "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE",
)  # fmt: skip
"""From the weakest to the strongest, as LOCK TABLE spells them."""
BLOCKS_WRITES = frozenset(LOCK_MODES[LOCK_MODES.index("SHARE") :])
BLOCKS_READS = frozenset({"ACCESS EXCLUSIVE"})


@dataclass(frozen=True, order=True, slots=True)
class Lock:
    """A lock on a relation; `kind` is `table`, `index`, `view`, `materialized view`, `sequence` or
    `foreign table`, `relation` its name as SQL spells it."""

    relation: str
    kind: str
    mode: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one statement took and did, of relations that were there before its script, by the
    names that they had when it began.

    `ahead` are its locks as they can be asked for before its transaction does anything: by the
    names that relations have then, and none on what is made since.

    `rewritten` are tables that were written anew, `scanned` tables that were read whole, `built`
    indexes of theirs that were made or made anew, `lost` tables, and columns, that are gone, and
    columns whose type may hold less. `milliseconds` is how long it took.
    """

    locks: tuple[Lock, ...] = ()
    ahead: tuple[Lock, ...] = ()
    rewritten: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    built: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    milliseconds: float = 0.0

    @property
    def strongest(self) -> str | None:
        """The strongest lock on a table, or None."""
        modes = [lock.mode for lock in self.locks if lock.kind == "table"]
        return max(modes, key=LOCK_MODES.index) if modes else None
