"""Points where tests make the tool die."""

from __future__ import annotations

import os
import time

import pytest

from confiture import failpoints
from confiture.failpoints import FailpointReached, armed


def test_unarmed_points_do_nothing() -> None:
    assert armed("") is failpoints.reach
    failpoints.reach("anything")


def test_it_acts_at_the_nth_time() -> None:
    reach = armed("a=raise@3, b=raise")
    reach("a")
    reach("a")
    with pytest.raises(FailpointReached, match="a"):
        reach("a")
    reach("a")
    with pytest.raises(FailpointReached, match="b"):
        reach("b")
    reach("c")


def test_it_sleeps() -> None:
    began = time.monotonic()
    armed("a=sleep 0.1")("a")
    assert time.monotonic() - began >= 0.1


def test_it_kills() -> None:
    child = os.fork()
    if child == 0:
        armed("a=kill")("a")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
