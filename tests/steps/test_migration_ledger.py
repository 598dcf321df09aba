"""What the ledger lets happen, and what it keeps of a migration that was stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from confiture.errors import StalePlan
from confiture.pg import journal
from confiture.pg.session import Session, connect
from confiture.steps import migration_ledger as ledger
from confiture.steps.migration_ledger import Entry
from tests.conftest import Database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    session = connect(database.conninfo, environment="local")
    with session.transaction():
        journal.make(session)
    yield session
    session.close()


def entry(
    group: int = 1,
    groups: int = 3,
    state: Literal["applying", "reverting", "undoing"] = "applying",
    *,
    version: str = "1",
    checksum: str = "sum",
) -> Entry:
    return Entry(
        version=version, name="x", checksum=checksum, state=state, group=group, groups=groups
    )


def row(session: Session) -> tuple[str, str, int, int]:
    """State, checksum, how many groups are done, and the last that was begun."""
    (one,) = ledger.rows(session)
    return one.state, one.checksum, one.done, one.begun


def apply(session: Session, **changed: str) -> None:
    ledger.open_entry(session, entry(**changed), "before")  # type: ignore[arg-type]
    for group in (1, 2, 3):
        ledger.advance(session, entry(group, **changed), 5)  # type: ignore[arg-type]


def test_up_and_down(session: Session) -> None:
    apply(session)
    assert row(session) == ("applied", "sum", 3, 0)
    assert ledger.before(session, "1") is None
    assert ledger.rows(session)[0].milliseconds == 15
    ledger.open_entry(session, entry(1, 2, "reverting"), None)
    ledger.advance(session, entry(1, 2, "reverting"), 1)
    assert row(session) == ("reverting", "sum", 1, 0)
    ledger.advance(session, entry(2, 2, "reverting"), 1)
    assert ledger.rows(session) == ()


def test_begun_again(session: Session) -> None:
    """What was before, and which group may have run, is of the first time."""
    ledger.open_entry(session, entry(), "before")
    ledger.note(session, entry())
    ledger.open_entry(session, entry(), "half done")
    assert ledger.before(session, "1") == "before"
    assert row(session) == ("applying", "sum", 0, 1)
    ledger.advance(session, entry(), 1)
    ledger.note(session, entry(2))
    ledger.open_entry(session, entry(1, 1, "undoing"), None)
    assert ledger.before(session, "1") == "before"
    assert row(session) == ("undoing", "sum", 0, 0)


def test_mended_half_way(session: Session) -> None:
    ledger.open_entry(session, entry(), "before")
    ledger.advance(session, entry(), 1)
    for group in (2, 3, 4):
        ledger.advance(session, entry(group, 4, checksum="mended"), 1)
    assert row(session)[:3] == ("applied", "mended", 4)


@pytest.mark.parametrize("state", ["applied", "baseline", "applying"])
def test_repeated(session: Session, state: str) -> None:
    if state == "applied":
        apply(session, version="R__v")
    elif state == "baseline":
        ledger.baseline(session, "R__v", "v", "sum")
    else:
        ledger.open_entry(session, entry(version="R__v"), None)
        ledger.advance(session, entry(version="R__v"), 1)
    apply(session, version="R__v", checksum="new")
    assert row(session)[:3] == ("applied", "new", 3)


def test_run_by_another(session: Session) -> None:
    """Since the plan was made: it began, went on, ended, or was taken back."""
    ledger.make(session)
    with pytest.raises(StalePlan, match="1_x was run by another"):
        ledger.advance(session, entry(2), 1)
    ledger.open_entry(session, entry(), None)
    ledger.advance(session, entry(), 1)
    tries: list[Callable[[], None]] = [
        lambda: ledger.open_entry(session, entry(), None),
        lambda: ledger.advance(session, entry(), 1),
        lambda: ledger.advance(session, entry(3), 1),
        lambda: ledger.open_entry(session, entry(1, 1, "reverting"), None),
    ]
    for one in tries:
        with pytest.raises(StalePlan):
            one()
    ledger.advance(session, entry(2), 1)
    ledger.advance(session, entry(3), 1)
    with pytest.raises(StalePlan):
        ledger.open_entry(session, entry(), None)
    with pytest.raises(StalePlan):
        ledger.open_entry(session, entry(1, 1, "undoing"), None)


def test_a_baseline_changes_nothing_that_is_known(session: Session) -> None:
    apply(session)
    ledger.baseline(session, "1", "x", "other")
    assert row(session)[:2] == ("applied", "sum")
