"""Points where tests make the tool die."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from confiture import failpoints
from confiture.failpoints import FailpointReached, armed

if TYPE_CHECKING:
    from pathlib import Path


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


def test_it_waits(tmp_path: Path) -> None:
    here = tmp_path / "here"
    thread = threading.Thread(target=armed(f"a=wait {here}"), args=("a",))
    thread.start()
    while not here.exists():
        time.sleep(0.01)
    thread.join(0.1)
    assert thread.is_alive()
    here.unlink()
    thread.join(10)
    assert not thread.is_alive()


def test_it_kills() -> None:
    child = os.fork()
    if child == 0:
        armed("a=kill")("a")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
