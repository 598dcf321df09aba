"""The ledger of a database: which migrations it has been through, and how far the last one got.

A migration of several transactions that was stopped between two of them is `applying`, or
`reverting` where it was on its way down; `undoing` is the way back of one that was `applying`.

A row is written in the transaction of the work that it tells of, and so is its row of the history,
by the same statement: the ledger says what stands, the history what happened (see
`migration_history`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from confiture.errors import Diagnostic, StalePlan
from confiture.steps import migration_history as history
from confiture.steps.abc import Session

State: TypeAlias = Literal["applied", "baseline", "applying", "reverting", "undoing"]

_TABLE = """
create table if not exists confiture.migration (
  version      text primary key,
  name         text not null,
  checksum     text not null,
  state        text not null
    check (state in ('applied', 'baseline', 'applying', 'reverting', 'undoing')),
  done         int not null,
  groups       int not null,
  begun        int not null default 0,
  before       text,
  applied      timestamptz not null default clock_timestamp(),
  milliseconds bigint not null default 0,
  applied_by   text not null default session_user
);
comment on table confiture.migration is
  'migrations that the database has been through; of one in course, how many of its transactions'
"""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One migration as a database's ledger tells it; `done` of its `groups` of statements are.
    `begun` is the last that was begun of those that no transaction holds."""

    version: str
    name: str
    checksum: str
    state: State
    done: int
    groups: int
    applied: datetime
    milliseconds: int
    applied_by: str
    begun: int = 0

    @property
    def is_whole(self) -> bool:
        return self.state in ("applied", "baseline")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one group of statements of a migration tells the ledger. `group` counts from 1;
    `state` is that of the migration while not all groups are done. What `calls_again` makes the
    ledger forget the texts of repeatable files, which are pending from then on."""

    version: str
    name: str
    checksum: str
    state: Literal["applying", "reverting", "undoing"]
    group: int
    groups: int
    calls_again: bool = False

    @property
    def is_repeatable(self) -> bool:
        return self.version.startswith("R__")


def exists(session: Session) -> bool:
    return bool(session.query("select to_regclass('confiture.migration') is not null")[0][0])


def rows(session: Session) -> tuple[Applied, ...]:
    """The whole ledger, in the order in which it was written; empty where there is none."""
    if not exists(session):
        return ()
    found = session.query(
        "select version, name, checksum, state, done, groups, applied, milliseconds, applied_by,"
        " begun from confiture.migration order by applied, version"
    )
    return tuple(
        Applied(
            version=version, name=name, checksum=checksum, state=state, done=done, groups=groups,
            applied=applied, milliseconds=milliseconds, applied_by=applied_by, begun=begun,
        )
        for version, name, checksum, state, done, groups, applied, milliseconds, applied_by, begun
        in found
    )  # fmt: skip


def make(session: Session) -> None:
    """The table and that of the history, where they are missing."""
    if not history.exists(session):
        session.script(_TABLE)
        session.script(history.TABLE)


def open_entry(session: Session, entry: Entry, before: str | None, *, run: str) -> None:
    """Tell that a run has begun a migration; `before` is the schema that an undo leads back to.

    Raises StalePlan where it was begun, or ran, since the plan was made.
    """
    make(session)
    expected = _EXPECTED.get(entry.state, _REPEATED if entry.is_repeatable else [])
    found = session.query(
        "with told as (insert into confiture.migration as m"
        " (version, name, checksum, state, done, groups, before)"
        " values ($1, $2, $3, $4, 0, $5, $6)"
        " on conflict (version) do update set state = $4, done = 0, groups = $5, name = $2,"
        " begun = case when (m.state, $4, m.done) = ('applying', 'applying', 0) then m.begun"
        " else 0 end,"
        " checksum = $3, before = coalesce(m.before, $6)"
        " where m.state = any ($7) or m.state = $4 and m.done = 0"
        f" returning m.version, m.name, m.checksum, m.state, m.groups), {history.BEGIN}",
        [entry.version, entry.name, entry.checksum, entry.state, entry.groups, before, expected,
         run],
    )  # fmt: skip
    if not found:
        raise _stale(entry)


_EXPECTED = {"reverting": ["applied"], "undoing": ["applying", "undoing"]}
_REPEATED = ["applied", "baseline", "applying"]


def _stale(entry: Entry) -> StalePlan:
    message = f"{entry.version}_{entry.name} was run by another since the plan was made"
    return StalePlan(Diagnostic("migrated-meanwhile", message, hint="make a new plan"))


def note(session: Session, entry: Entry) -> None:
    """Tell that a group is about to run that no transaction holds."""
    session.query(
        "update confiture.migration set begun = $2 where version = $1", [entry.version, entry.group]
    )


def was_noted(session: Session, entry: Entry) -> bool:
    query = "select begun = $2 from confiture.migration where version = $1"
    found = session.query(query, [entry.version, entry.group])
    return bool(found and found[0][0])


def advance(session: Session, entry: Entry, milliseconds: int, *, run: str) -> None:
    """Tell that a run has done a group, and with the last one the migration. Raises StalePlan where
    it was done by another since the plan was made."""
    state: history.State = entry.state
    if entry.group < entry.groups:
        change = f"update confiture.migration set {_ANOTHER}"
    elif entry.state == "applying":
        state = "applied"
        change = (
            f"update confiture.migration set {_ANOTHER}, state = 'applied', groups = done + 1,"
            " checksum = $4, before = null, applied = clock_timestamp()"
        )  # the checksum of a file that was mended half way
    else:
        state = "reverted" if entry.state == "reverting" else "undone"
        change = "delete from confiture.migration"
    found = session.query(
        f"with told as ({change} where version = $1 and state = $2 and done = $3 - 1"
        f" returning true), {history.ADVANCE}",
        [entry.version, entry.state, entry.group, entry.checksum, milliseconds, state,
         entry.groups, run],
    )  # fmt: skip
    if not found:
        raise _stale(entry)
    if entry.calls_again:
        session.query("update confiture.migration set checksum = '' where version like 'R\\_\\_%'")


_ANOTHER = "done = done + 1, milliseconds = milliseconds + $5"


def baseline(
    session: Session, version: str, name: str, checksum: str, *, run: str | None = None
) -> None:
    """Tell that a database has what a migration makes, without running it."""
    make(session)
    session.query(
        "with told as ("
        "insert into confiture.migration (version, name, checksum, state, done, groups)"
        " values ($1, $2, $3, 'baseline', 1, 1) on conflict (version) do nothing returning true"
        f") {history.BASELINE}",
        [version, name, checksum, run],
    )


def before(session: Session, version: str) -> str | None:
    """The schema as it was before a migration that is not whole."""
    query = "select before from confiture.migration where version = $1"
    found = session.query(query, [version])
    return found[0][0] if found else None
