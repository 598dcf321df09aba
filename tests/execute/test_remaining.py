"""What a resumed run has to run: `to_run` of the graph, and what `remaining` makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.execute.remaining import remaining
from confiture.plans.graph import descendants, to_run
from tests.execute.fakes import Doing, checking, doing, plan_of

SNAPSHOT = "snapshot:s"

CHAIN = (doing("build", gives="b"), doing("seed", "b", "s"), doing("run", "s", "r"))

# A sync as the planner lays it out, with a check and a statement after it.
SYNC = (
    checking("snapshot", gives=SNAPSHOT),
    doing("clear", gives="cleared"),
    doing("copy a", f"{SNAPSHOT} cleared", "rows rows-of-a end"),
    doing("copy b", f"{SNAPSHOT} cleared", "rows rows-of-b end"),
    doing("index a", "rows-of-a", "keys end"),
    doing("index b", "rows-of-b", "keys end"),
    checking("verify counts", "rows keys", "end"),
    doing("delete", "end", "deleted"),
    checking("verify after", "deleted"),
)
COPIES = {"copy a", "copy b"}
INDEXES = {"index a", "index b"}

# Two syncs one after the other, the second from the first one's target.
CASCADE = (
    checking("snapshot 1", gives="snapshot:1"),
    doing("copy 1a", "snapshot:1", "end1"),
    doing("copy 1b", "snapshot:1", "end1"),
    checking("snapshot 2", "end1", "snapshot:2"),
    doing("copy 2a", "snapshot:2"),
    doing("copy 2b", "snapshot:2"),
)


@pytest.mark.parametrize(
    ("steps", "done", "left"),
    [
        (CHAIN, set(), {"build", "seed", "run"}),
        (CHAIN, {"build"}, {"seed", "run"}),
        (CHAIN, {"build", "seed", "run"}, set()),
        # one copy is not done: the other ran in a snapshot that is gone, and so did its index
        (SYNC, {"clear", "copy a", "index a"},
         {"snapshot", *COPIES, *INDEXES, "verify counts", "delete", "verify after"}),
        # all copies are done: nobody reads, and no snapshot is taken
        (SYNC, {"clear", *COPIES, "index a"},
         {"index b", "verify counts", "delete", "verify after"}),
        # what came after a check is done, so the check has passed, and would fail by now
        (SYNC, {"clear", *COPIES, *INDEXES, "delete"}, {"verify after"}),
        (SYNC, set(),
         {"snapshot", "clear", *COPIES, *INDEXES, "verify counts", "delete", "verify after"}),
        # the journal says of one target what that of another no longer knows
        (CASCADE, {"copy 1a", "copy 2a", "copy 2b"},
         {"snapshot 1", "copy 1a", "copy 1b", "snapshot 2", "copy 2a", "copy 2b"}),
        (CASCADE, {"copy 1a", "copy 1b", "copy 2a"}, {"snapshot 2", "copy 2a", "copy 2b"}),
    ],
)  # fmt: skip
def test_remaining(steps: tuple[Doing, ...], done: set[str], left: set[str]) -> None:
    assert remaining(plan_of(*steps), frozenset(done)) == left


@st.composite
def graphs(draw: st.DrawFn) -> tuple[tuple[Doing, ...], frozenset[str]]:
    """Steps that need earlier ones, some of them checks, some readers of a snapshot, and any set
    of them done (a journal may have lost what another one still has)."""
    count = draw(st.integers(1, 9))
    steps: list[Doing] = [checking("snapshot", gives=SNAPSHOT)]
    for number in range(count):
        earlier = draw(st.sets(st.integers(0, number - 1))) if number else set()
        needs = " ".join(f"f{n}" for n in earlier)
        if draw(st.booleans()):
            needs += f" {SNAPSHOT}"
        make = checking if draw(st.integers(0, 2)) == 0 else doing
        steps.append(make(f"step {number}", needs, f"f{number}"))
    done = draw(st.sets(st.sampled_from([step.id for step in steps if step.lasting] or ["none"])))
    return tuple(steps), frozenset(done)


@given(graphs())
def test_the_laws_of_remaining(graph: tuple[tuple[Doing, ...], frozenset[str]]) -> None:
    steps, done = graph
    plan = plan_of(*steps)
    left = remaining(plan, done)
    lasting = {step.id for step in steps if step.lasting}
    assert lasting - done <= left, "what is not done is run"
    assert left >= to_run(steps, done) & lasting
    readers = {step.id for step in steps if any(f.ephemeral for f in step.needs)} & lasting
    assert readers <= left or not readers & left, "all readers of a snapshot, or none"
    assert readers & left == set() or "snapshot" in left
    again = done & left
    assert descendants(plan.graph, again) & lasting <= left, "nothing rests on what is done anew"
    assert remaining(plan, done - again) == left, "forgetting what is run again changes nothing"


@given(graphs())
def test_to_run_takes_what_is_not_done(graph: tuple[tuple[Doing, ...], frozenset[str]]) -> None:
    steps, done = graph
    assert {step.id for step in steps} - done <= to_run(steps, done)
