"""Which steps start, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.execute.schedule import Schedule
from tests.execute.fakes import Doing, doing, plan_of


def schedule(*steps: Doing, lanes: tuple[tuple[str, int], ...] = ()) -> Schedule:
    return Schedule(plan_of(*steps, lanes=lanes), frozenset(step.id for step in steps))


def started(made: Schedule) -> list[str]:
    return [step.id for step in made.start()]


@pytest.mark.parametrize(
    ("steps", "lanes", "first"),
    [
        ((), (), []),
        ((doing("a"), doing("b", gives="x")), (), ["a", "b"]),
        ((doing("a", gives="x"), doing("b", "x")), (), ["a"]),
        # a lane takes one unless the plan says more
        ((doing("a", lane="l"), doing("b", lane="l")), (), ["a"]),
        (
            (doing("a", lane="l"), doing("b", lane="l"), doing("c", lane="l")),
            (("l", 2),),
            ["a", "b"],
        ),
        # the dearest first, whatever the order of the plan
        ((doing("a", lane="l", cost=1), doing("b", lane="l", cost=9)), (), ["b"]),
        ((doing("a", cost=1), doing("b", cost=9), doing("c", cost=5)), (), ["b", "c", "a"]),
        # a full lane keeps no other waiting
        ((doing("a", lane="l", cost=9), doing("b", lane="l", cost=8), doing("c")), (), ["a", "c"]),
    ],
)
def test_what_starts_first(
    steps: tuple[Doing, ...], lanes: tuple[tuple[str, int], ...], first: list[str]
) -> None:
    assert started(schedule(*steps, lanes=lanes)) == first


def test_a_failed_step_starts_nothing() -> None:
    steps = (doing("a", gives="x"), doing("b", "x"))
    made = schedule(*steps)
    assert started(made) == ["a"]
    made.finish(steps[0], done=False)
    assert (started(made), made.running) == ([], 0)
    with pytest.raises(RuntimeError, match="a, b"):
        made.assert_finished()


def test_what_is_not_to_do_is_not_waited_for() -> None:
    steps = (doing("a", gives="x"), doing("b", "x"))
    assert started(Schedule(plan_of(*steps), frozenset({"b"}))) == ["b"]


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[Doing, ...], dict[str, int]]:
    lanes = {"x": draw(st.integers(1, 3)), "y": draw(st.integers(1, 3))}
    steps = []
    for number in range(draw(st.integers(1, 12))):
        earlier = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        steps.append(
            doing(
                f"{number}",
                " ".join(f"f{n}" for n in earlier),
                f"f{number}",
                lane=draw(st.sampled_from(sorted(lanes))),
                cost=draw(st.integers(0, 3)),
            )
        )
    return tuple(steps), lanes


@given(plans(), st.randoms(use_true_random=False))
def test_everything_runs_once_in_order_and_within_lanes(
    drawn: tuple[tuple[Doing, ...], dict[str, int]], chance: object
) -> None:
    steps, lanes = drawn
    plan = plan_of(*steps, lanes=tuple(lanes.items()))
    made = Schedule(plan, frozenset(step.id for step in steps))
    running: list[Doing] = []
    ended: list[str] = []
    while True:
        for step in made.start():
            assert isinstance(step, Doing)
            assert plan.graph[step.id] <= set(ended)
            running.append(step)
        assert made.running == len(running)
        assert all(sum(r.lane == lane for r in running) <= lanes[lane] for lane in lanes)
        if not running:
            break
        step = running.pop(getattr(chance, "randrange")(len(running)))  # noqa: B009 - untyped
        made.finish(step, done=True)
        ended.append(step.id)
    made.assert_finished()
    assert sorted(ended) == sorted(step.id for step in steps)
