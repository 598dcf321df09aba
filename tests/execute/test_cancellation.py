"""A flag that insists."""

from __future__ import annotations

import threading
import time

import pytest

from confiture.errors import Interrupted
from confiture.execute.cancellation import Cancellation


def test_it_calls_back_until_the_block_ends() -> None:
    cancellation = Cancellation()
    calls: list[float] = []
    enough = threading.Event()

    def callback() -> None:
        calls.append(time.monotonic())
        if len(calls) == 3:
            enough.set()

    with cancellation.calling(callback):
        assert not cancellation
        cancellation.set()
        assert cancellation
        assert enough.wait(5)
    count = len(calls)
    time.sleep(0.6)
    assert len(calls) == count


def test_setting_it_waits_for_nobody() -> None:
    """A callback may hang on a dead network, and the other blocks are not to wait for it."""
    cancellation = Cancellation()
    let_go, reached = threading.Event(), threading.Event()
    with cancellation.calling(reached.set), cancellation.calling(lambda: _wait(let_go)):
        began = time.monotonic()
        cancellation.set()
        assert time.monotonic() - began < 0.5
        assert reached.wait(5)
        let_go.set()


def _wait(event: threading.Event) -> None:
    event.wait(10)


def test_nothing_begins_after_it() -> None:
    cancellation = Cancellation()
    cancellation.set()
    cancellation.set()
    with pytest.raises(Interrupted), cancellation.calling(lambda: None):
        pytest.fail("the block was entered")


def test_blocks_that_ended_are_left_alone() -> None:
    cancellation = Cancellation()
    calls: list[int] = []
    with cancellation.calling(lambda: calls.append(1)):
        pass
    cancellation.set()
    time.sleep(0.1)
    assert calls == []


@pytest.mark.parametrize("threads", [8])
def test_blocks_come_and_go_while_it_is_set(threads: int) -> None:
    cancellation = Cancellation()
    stopped: list[int] = []

    def worker(number: int) -> None:
        try:
            while True:
                with cancellation.calling(lambda: None):
                    time.sleep(0.0001)
        except Interrupted:
            stopped.append(number)

    workers = [threading.Thread(target=worker, args=(number,)) for number in range(threads)]
    for thread in workers:
        thread.start()
    time.sleep(0.05)
    cancellation.set()
    for thread in workers:
        thread.join(timeout=5)
    assert sorted(stopped) == list(range(threads))
