"""The history of a database's migrations: each way up or down, and how far it got.

Where the ledger forgets a migration that was taken back, the history keeps that it was there. A row
is of one way of one migration, from its beginning to its end, in however many transactions and
runs. It is written by the statements of the ledger, which the fragments here complete: `told` in
them are the rows of the ledger that changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from confiture.steps.abc import Session

State: TypeAlias = Literal[
    "baseline", "applying", "applied", "stopped", "reverting", "reverted", "undoing", "undone"
]
"""`stopped` is a way up that got no further, from which an undo then led back."""

_COLUMNS: Final = (
    "version, name, checksum, state, done, groups, begun, finished, milliseconds, done_by, run"
)
_LEDGER: Final = (
    "select version, name, checksum, state, done, groups, applied as begun, applied, milliseconds,"
    " applied_by, null::text from confiture.migration"
)

TABLE: Final = f"""
create table if not exists confiture.migration_history (
  version      text not null,
  name         text not null,
  checksum     text not null,
  state        text not null check (state in
    ('baseline', 'applying', 'applied', 'stopped', 'reverting', 'reverted', 'undoing', 'undone')),
  done         int not null,
  groups       int not null,
  begun        timestamptz not null default clock_timestamp(),
  finished     timestamptz not null default clock_timestamp(),
  milliseconds bigint not null default 0,
  done_by      text not null default session_user,
  run          text,
  primary key (version, begun)
);
comment on table confiture.migration_history is
  'migrations as they went up and down; of each way, how many of its transactions are done';
insert into confiture.migration_history ({_COLUMNS}) {_LEDGER}
"""
"""The ledger of a time before there was a history is its beginning. There is no sequence in it:
steps note where all sequences stand, for which a role may lack the privilege."""

BEGIN: Final = (
    "stopped as (update confiture.migration_history h set state = 'stopped' from told"
    " where told.state = 'undoing' and h.version = told.version and h.state = 'applying'),"
    " begun as ("
    "insert into confiture.migration_history (version, name, checksum, state, done, groups, run)"
    " select version, name, checksum, state, 0, groups, $8::text from told where not exists"
    " (select from confiture.migration_history h"
    " where h.version = told.version and h.state = told.state))"
    " select true from told"
)
"""`$8` is the run. What was begun before goes on in its row."""

ADVANCE: Final = (
    "noted as (update confiture.migration_history"
    " set state = $6, done = $3, groups = $7, checksum = $4, milliseconds = milliseconds + $5,"
    " finished = clock_timestamp(), done_by = session_user, run = $8"
    " where version = $1 and state = $2 and exists (select from told))"
    " select true from told"
)
"""Version, state, group, checksum, milliseconds, state from now on, groups, run."""

BASELINE: Final = (
    "insert into confiture.migration_history (version, name, checksum, state, done, groups, run)"
    " select $1, $2, $3, 'baseline', 1, 1, $4::text from told"
)


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One way of one migration; `done` of its `groups` of statements are, the last of them at
    `finished`, by the role `done_by` in the run `run`, where there was one. `milliseconds` are
    those of all its transactions."""

    version: str
    name: str
    checksum: str
    state: State
    done: int
    groups: int
    begun: datetime
    finished: datetime
    milliseconds: int
    done_by: str
    run: str | None

    @property
    def is_whole(self) -> bool:
        return self.state in ("baseline", "applied", "reverted", "undone")


def exists(session: Session) -> bool:
    query = "select to_regclass('confiture.migration_history') is not null"
    return bool(session.query(query)[0][0])


def rows(session: Session) -> tuple[HistoryRow, ...]:
    """The whole history, in the order in which the ways began; empty where there is none."""
    if exists(session):
        source = f"select {_COLUMNS} from confiture.migration_history"
    elif session.query("select to_regclass('confiture.migration') is not null")[0][0]:
        source = _LEDGER
    else:
        return ()
    return tuple(
        HistoryRow(
            version=version, name=name, checksum=checksum, state=state, done=done, groups=groups,
            begun=begun, finished=finished, milliseconds=milliseconds, done_by=done_by, run=run,
        )
        for version, name, checksum, state, done, groups, begun, finished, milliseconds, done_by,
        run in session.query(f"{source} order by begun, version")
    )  # fmt: skip
