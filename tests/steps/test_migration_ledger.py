"""What the ledger lets happen, and what it keeps of a migration that was stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal

import pytest

from confiture.errors import StalePlan
from confiture.pg import journal
from confiture.pg.session import Session, connect
from confiture.steps import migration_history as history
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


def begin(session: Session, one: Entry, before: str | None, run: str = "first") -> None:
    ledger.open_entry(session, one, before, run=run)


def advance(session: Session, one: Entry, milliseconds: int, run: str = "first") -> None:
    ledger.advance(session, one, milliseconds, run=run)


def told(session: Session) -> list[str]:
    """The history, a line for each way."""
    return [
        f"{one.version} {one.state} {one.done}/{one.groups} {one.checksum} {one.milliseconds} ms"
        f" {one.run}"
        for one in history.rows(session)
    ]


def apply(session: Session, **changed: str) -> None:
    begin(session, entry(**changed), "before")  # type: ignore[arg-type]
    for group in (1, 2, 3):
        advance(session, entry(group, **changed), 5)  # type: ignore[arg-type]


def test_up_and_down(session: Session) -> None:
    apply(session)
    assert row(session) == ("applied", "sum", 3, 0)
    assert ledger.before(session, "1") is None
    assert ledger.rows(session)[0].milliseconds == 15
    begin(session, entry(1, 2, "reverting"), None)
    advance(session, entry(1, 2, "reverting"), 1)
    assert row(session) == ("reverting", "sum", 1, 0)
    advance(session, entry(2, 2, "reverting"), 1)
    assert ledger.rows(session) == ()


def test_begun_again(session: Session) -> None:
    """What was before, and which group may have run, is of the first time."""
    begin(session, entry(), "before")
    ledger.note(session, entry())
    begin(session, entry(), "half done")
    assert ledger.before(session, "1") == "before"
    assert row(session) == ("applying", "sum", 0, 1)
    advance(session, entry(), 1)
    ledger.note(session, entry(2))
    begin(session, entry(1, 1, "undoing"), None)
    assert ledger.before(session, "1") == "before"
    assert row(session) == ("undoing", "sum", 0, 0)


def test_mended_half_way(session: Session) -> None:
    begin(session, entry(), "before")
    advance(session, entry(), 1)
    for group in (2, 3, 4):
        advance(session, entry(group, 4, checksum="mended"), 1)
    assert row(session)[:3] == ("applied", "mended", 4)


@pytest.mark.parametrize("state", ["applied", "baseline", "applying"])
def test_repeated(session: Session, state: str) -> None:
    if state == "applied":
        apply(session, version="R__v")
    elif state == "baseline":
        ledger.baseline(session, "R__v", "v", "sum")
    else:
        begin(session, entry(version="R__v"), None)
        advance(session, entry(version="R__v"), 1)
    apply(session, version="R__v", checksum="new")
    assert row(session)[:3] == ("applied", "new", 3)


def test_run_by_another(session: Session) -> None:
    """Since the plan was made: it began, went on, ended, or was taken back."""
    ledger.make(session)
    with pytest.raises(StalePlan, match="1_x was run by another"):
        advance(session, entry(2), 1)
    begin(session, entry(), None)
    advance(session, entry(), 1)
    tries: list[Callable[[], None]] = [
        lambda: begin(session, entry(), None),
        lambda: advance(session, entry(), 1),
        lambda: advance(session, entry(3), 1),
        lambda: begin(session, entry(1, 1, "reverting"), None),
    ]
    for one in tries:
        with pytest.raises(StalePlan):
            one()
    advance(session, entry(2), 1)
    advance(session, entry(3), 1)
    with pytest.raises(StalePlan):
        begin(session, entry(), None)
    with pytest.raises(StalePlan):
        begin(session, entry(1, 1, "undoing"), None)


def test_a_baseline_changes_nothing_that_is_known(session: Session) -> None:
    apply(session)
    ledger.baseline(session, "1", "x", "other")
    assert row(session)[:2] == ("applied", "sum")


# ------------------------------------------------------------------ history


def test_no_history(session: Session) -> None:
    assert history.rows(session) == ()
    ledger.make(session)
    assert history.rows(session) == ()


def test_what_was_taken_back_is_told(session: Session) -> None:
    """Up, down, and up again."""
    apply(session)
    begin(session, entry(1, 2, "reverting"), None, "second")
    assert told(session)[1:] == ["1 reverting 0/2 sum 0 ms second"]
    advance(session, entry(1, 2, "reverting"), 2, "second")
    advance(session, entry(2, 2, "reverting"), 3, "third")
    apply(session)
    assert told(session) == [
        "1 applied 3/3 sum 15 ms first",
        "1 reverted 2/2 sum 5 ms third",
        "1 applied 3/3 sum 15 ms first",
    ]
    assert {one.done_by for one in history.rows(session)} == {"postgres"}
    times = [one.finished for one in history.rows(session)]
    assert times == sorted(times)


def test_a_way_that_stopped(session: Session) -> None:
    """It is begun twice, and so is the undo; nothing is told twice."""
    begin(session, entry(), "before")
    begin(session, entry(checksum="mended"), None, "second")
    advance(session, entry(checksum="mended"), 5, "second")
    assert told(session) == ["1 applying 1/3 mended 5 ms second"]
    begin(session, entry(1, 2, "undoing"), None, "third")
    advance(session, entry(1, 2, "undoing"), 1, "third")
    begin(session, entry(1, 1, "undoing"), None, "fourth")
    advance(session, entry(1, 1, "undoing"), 1, "fourth")
    assert told(session) == [
        "1 stopped 1/3 mended 5 ms second",
        "1 undone 1/1 sum 2 ms fourth",
    ]
    assert ledger.rows(session) == ()


def test_a_baseline_is_told_once(session: Session) -> None:
    ledger.baseline(session, "1", "x", "sum")
    ledger.baseline(session, "1", "x", "sum", run="second")
    ledger.baseline(session, "2", "y", "other", run="second")
    assert told(session) == ["1 baseline 1/1 sum 0 ms None", "2 baseline 1/1 other 0 ms second"]


def test_what_did_not_happen_is_not_told(session: Session) -> None:
    """Neither what a transaction took back, nor what was refused."""
    apply(session)
    before = told(session)
    with suppress(StalePlan), session.transaction():
        begin(session, entry(version="2"), None)
        assert len(told(session)) == len(before) + 1
        advance(session, entry(3, version="2"), 1)
    with pytest.raises(StalePlan):
        begin(session, entry(), None)
    with pytest.raises(StalePlan):
        advance(session, entry(2), 1)
    assert told(session) == before


@pytest.mark.parametrize("half_way", [True, False])
def test_a_ledger_from_before_there_was_a_history(session: Session, half_way: bool) -> None:
    apply(session)
    begin(session, entry(version="2"), None)
    advance(session, entry(version="2"), 1)
    session.script("drop table confiture.migration_history")
    old = ["1 applied 3/3 sum 15 ms None", "2 applying 1/3 sum 1 ms None"]
    assert told(session) == old
    if half_way:
        ledger.make(session)
        advance(session, entry(2, version="2"), 1, "second")
        assert told(session) == [old[0], "2 applying 2/3 sum 2 ms second"]
    else:
        begin(session, entry(1, 1, "undoing", version="2"), None, "second")
        assert told(session)[1:] == ["2 stopped 1/3 sum 1 ms None", "2 undoing 0/1 sum 0 ms second"]
