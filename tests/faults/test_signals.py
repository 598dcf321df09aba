"""Ctrl-C and SIGTERM: stopped within ten seconds, and able to go on."""

from __future__ import annotations

import signal
import subprocess
import time
from contextlib import AbstractContextManager

import pytest

from tests.faults.project import Project

LIMIT = 10.0
NAP = """include "confiture.conf"
recipe nap {
  build local from "schema" { drop_first = true }
  seed local from "seeds"
  run $$ %s $$ on local
  run $$ insert into app.log values ('rested') $$ on local
}
"""
SLEEPS = {
    "one long query": (
        "select pg_sleep(60) where not exists (select from app.log where line = 'up')"
    ),
    "many short queries": (
        "do $do$ begin"
        " while not exists (select from app.log where line = 'up') loop"
        "   perform pg_sleep(0.01); "
        " end loop; end $do$"
    ),
    "a query that catches its cancellation": (
        "do $do$ begin for n in 1 .. 3 loop begin"
        " if not exists (select from app.log where line = 'up') then perform pg_sleep(20); end if;"
        " exception when query_canceled then raise notice 'not yet'; end; end loop; end $do$"
    ),
}


ASLEEP = (
    "select from pg_stat_activity where state = 'active' and wait_event = 'PgSleep'"
    " or wait_event_type = 'Lock'"
)


def napping(
    project: Project, recipe: str, failpoints: str = ""
) -> AbstractContextManager[subprocess.Popen[str]]:
    (project.root / "nap.conf").write_text(recipe)
    return project.start("apply", "nap.conf", failpoints=failpoints)


def wake(project: Project) -> None:
    with project.connect("local") as connection:
        connection.execute("insert into app.log values ('up')")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("sleep", SLEEPS)
def test_a_signal_stops_a_run_that_goes_on_later(
    project: Project, sent: signal.Signals, sleep: str
) -> None:
    with napping(project, NAP % SLEEPS[sleep]) as process:
        project.wait_for(ASLEEP)
        began = time.monotonic()
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)
        assert time.monotonic() - began < LIMIT
        assert process.returncode == 130, said
        assert "confiture resume" in said
    assert project.rows("local", "select state from confiture.run") == [("interrupted",)]
    wake(project)
    project.confiture("resume")
    assert project.rows("local", "select line from app.log where line = 'rested'") == [("rested",)]
    assert project.rows("local", "select state from confiture.run") == [("done",)]


def test_a_signal_stops_a_wait_for_a_lock(project: Project) -> None:
    project.confiture("apply", "refresh.conf")
    recipe = NAP.replace("build", "# build").replace("seed", "# seed")
    with project.connect("local") as other:
        other.execute("begin; lock table app.log in share mode")
        with napping(project, recipe % "lock table app.log in exclusive mode") as process:
            project.wait_for(ASLEEP)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
            assert time.monotonic() - began < 5
            assert process.returncode == 130, said
        other.execute("rollback")
    project.confiture("resume")


def test_the_second_signal_leaves_at_once(project: Project) -> None:
    """Even where something hangs that no cancellation reaches."""
    waiting = f"journal.before-commit=wait {project.waits}@2"
    with napping(project, NAP % "select 1", waiting) as process:
        project.wait_until(project.waits.exists)
        process.send_signal(signal.SIGINT)
        time.sleep(1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=2)
        assert process.returncode == 130
    project.confiture("resume")
