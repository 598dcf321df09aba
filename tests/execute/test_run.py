"""Running plans of steps that need no database."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import cast

import pytest

from confiture.errors import CheckFailed, ConfitureError, Diagnostic, Interrupted
from confiture.execute.cancellation import Cancellation
from confiture.execute.events import Event, State
from confiture.execute.run import Progress, execute
from confiture.steps.abc import Step, Work
from tests.execute.fakes import Doing, doing, plan_of


def run(
    *steps: Doing,
    cancellation: Cancellation | None = None,
    todo: set[str] | None = None,
    lanes: tuple[tuple[str, int], ...] = (),
) -> Iterator[Event]:
    plan = plan_of(*steps, lanes=lanes)
    chosen = frozenset(step.id for step in steps) if todo is None else frozenset(todo)
    cancellation = Cancellation() if cancellation is None else cancellation
    return execute(plan, chosen, _no_work, run="r1", cancellation=cancellation)


def _no_work(step: Step, progress: Progress) -> Work:
    progress.advance(rows=1, bytes=2)
    return cast("Work", None)


def states(events: Iterator[Event], step: str) -> list[State]:
    return [event.state for event in events if event.step == step]


def failing(text: str) -> Callable[[], None]:
    def act() -> None:
        raise CheckFailed(Diagnostic("no", text))

    return act


def test_a_step_is_told_from_start_to_end() -> None:
    assert states(run(doing("a")), "a") == [State.STARTED, State.RUNNING, State.DONE]


def test_steps_that_are_done_are_skipped() -> None:
    events = list(run(doing("a", gives="x"), doing("b", "x"), todo={"b"}))
    assert next((e.step, e.state) for e in events) == ("a", State.SKIPPED)
    assert events[-1].step == "b"
    assert events[-1].state is State.DONE


def test_the_first_error_is_raised_once_all_is_quiet() -> None:
    ended = threading.Event()

    def wait() -> None:
        time.sleep(0.3)
        ended.set()

    slow = doing("slow", act=wait)
    events = run(slow, doing("bad", gives="x", act=failing("it is bad")), doing("after", "x"))
    seen: list[Event] = []
    with pytest.raises(CheckFailed, match="bad: it is bad"):
        seen.extend(events)
    assert ended.is_set()


def test_a_failure_says_its_first_line_in_the_event() -> None:
    seen: list[Event] = []
    with pytest.raises(ConfitureError):
        seen.extend(run(doing("bad", act=failing("it is bad"))))
    assert (seen[-1].state, seen[-1].message) == (State.FAILED, "it is bad")


def test_a_broken_invariant_passes_through() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(run(doing("a", act=broken)))


def test_cancelled_from_outside_is_interrupted_with_a_remedy() -> None:
    cancellation = Cancellation()
    begun: list[str] = []

    def stopped() -> None:
        cancellation.set()
        raise Interrupted(Diagnostic("interrupted", "stopped"))

    first = doing("a", gives="x", act=stopped)
    with pytest.raises(Interrupted, match="confiture resume"):
        list(run(first, doing("b", "x", act=lambda: begun.append("b")), cancellation=cancellation))
    assert begun == []


def test_steps_beyond_the_threads_do_not_begin_once_cancelled() -> None:
    """Lanes may let more steps start than there are threads."""
    cancellation = Cancellation()
    begun: list[int] = []

    def act(number: int) -> Callable[[], None]:
        def slow() -> None:
            begun.append(number)
            time.sleep(0.2)

        return slow

    steps = [doing(f"{n}", act=act(n)) for n in range(40)]
    events = run(*steps, cancellation=cancellation)
    next(events)
    cancellation.set()
    with pytest.raises(Interrupted):
        list(events)
    assert len(begun) <= 16


@pytest.mark.parametrize("how", ["close", "break"])
def test_whoever_stops_listening_stops_the_run(how: str) -> None:
    cancellation = Cancellation()
    second: list[str] = []
    slow = doing("a", gives="x", act=lambda: time.sleep(0.3))
    events = run(slow, doing("b", "x", act=lambda: second.append("b")), cancellation=cancellation)
    next(events)
    if how == "close":
        cast("Generator[Event]", events).close()
    else:
        del events
    assert cancellation
    assert second == []


def test_ctrl_c_while_waiting_is_a_cancellation() -> None:
    cancellation = Cancellation()

    def act() -> None:
        while not cancellation:
            time.sleep(0.01)
        raise Interrupted(Diagnostic("interrupted", "stopped"))

    timer = threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with pytest.raises(Interrupted):
        list(run(doing("a", act=act), cancellation=cancellation))
    timer.join()


def test_an_error_of_the_consumer_stops_the_run() -> None:
    cancellation = Cancellation()

    def consume() -> None:
        for _ in run(doing("a", act=lambda: time.sleep(0.2)), cancellation=cancellation):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        consume()
    assert cancellation
