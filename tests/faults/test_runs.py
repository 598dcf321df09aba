"""Runs beside, after and instead of each other."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import psycopg
import pytest

from confiture import api, runs
from confiture.execute.events import State
from tests.faults.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

STALE, REFUSED, USAGE = 3, 1, 64


@pytest.fixture
def applied(project: Project) -> Project:
    """After one run of the recipe."""
    project.confiture("apply", "refresh.conf")
    return project


@pytest.fixture
def seeds(project: Project) -> Iterator[None]:
    """Seed files that a test may change."""
    kept = project.root / "kept"
    shutil.copytree(project.root / "seeds", kept)
    yield
    shutil.rmtree(project.root / "seeds")
    kept.rename(project.root / "seeds")


def test_two_runs_at_once(project: Project) -> None:
    waiting = f"database.cloned=wait {project.waits}"
    with project.start("apply", "refresh.conf", failpoints=waiting) as first:
        project.wait_until(project.waits.exists)
        second = project.confiture("apply", "refresh.conf", code=REFUSED)
        assert re.search(r"another run holds local \(session \d+ of postgres", second.err)
        resumed = project.confiture("resume", code=REFUSED)
        assert "another run holds local" in resumed.err
        project.waits.unlink()
        _, said = first.communicate(timeout=60)
        assert first.returncode == 0, said
    assert project.databases() == ("local", "production")
    assert project.unfinished() == []


def test_a_stale_plan_writes_nothing(applied: Project) -> None:
    applied.confiture("plan", "refresh.conf", "-o", "stale.json")
    with applied.connect("local") as connection:
        connection.execute("create table app.added (n int)")
    before = applied.outcome()
    ended = applied.confiture("apply", "stale.json", "--yes", code=STALE)
    assert "local changed since the plan was made" in ended.err
    assert applied.outcome() == before
    assert applied.unfinished() == []


def test_a_hazard_wants_to_be_accepted(applied: Project) -> None:
    text = (applied.root / "refresh.conf").read_text()
    (applied.root / "bold.conf").write_text(re.sub(r"\n +accept .*", "", text))
    before = applied.outcome()
    ended = applied.confiture("apply", "bold.conf", code=REFUSED)
    assert "--accept data-loss" in ended.err
    assert applied.outcome() == before
    applied.confiture("apply", "bold.conf", "--accept", "data-loss")


def test_files_that_changed_since_the_plan(project: Project, seeds: None) -> None:
    project.confiture("apply", "refresh.conf", failpoints="journal.after-commit=kill@2", code=-9)
    file = project.root / "seeds" / "10_rows.sql"
    text = file.read_text()
    file.write_text(text + "-- changed\n")
    ended = project.confiture("resume", code=STALE)
    assert "changed since the plan was made: seeds/10_rows.sql" in ended.err
    assert project.unfinished() != []
    file.write_text(text)
    project.confiture("resume")


def test_a_broken_file_leaves_the_old_database_alone(applied: Project) -> None:
    before = applied.outcome()
    broken = applied.root / "schema" / "90_broken.sql"
    broken.write_text("create table app.more (id int);\ncreate table app.broken (id nothing);\n")
    try:
        ended = applied.confiture("apply", "refresh.conf", code=1)
    finally:
        broken.unlink()
    assert "schema/90_broken.sql:2" in ended.err
    assert applied.outcome() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["resume"], "no unfinished run"),
        (["resume", "20260101T000000-abcdef"], "no unfinished run '20260101T000000-abcdef'"),
    ],
)
def test_nothing_to_resume(applied: Project, arguments: list[str], said: str) -> None:
    assert said in applied.confiture(*arguments, code=USAGE).err


def test_a_plan_file_that_is_gone(project: Project) -> None:
    """What the run did stays; it cannot go on, and a new one can begin."""
    project.confiture("apply", "refresh.conf", failpoints="journal.after-commit=kill@3", code=-9)
    (run,) = project.unfinished()
    runs.finish(project.root, run)
    ended = project.confiture("resume", run, code=USAGE)
    assert "apply the recipe again" in ended.err
    project.confiture("apply", "refresh.conf")
    states = project.rows("local", "select state from confiture.run order by started")
    assert states[-1] == ("done",)
    assert ("running",) not in states


def test_a_plan_file_that_is_cut_short(project: Project) -> None:
    project.confiture("apply", "refresh.conf", failpoints="run.kept=kill", code=-9)
    (run,) = project.unfinished()
    path = project.root / ".confiture" / "runs" / f"{run}.json"
    path.write_bytes(path.read_bytes()[:100])
    assert "is not a plan" in project.confiture("resume", code=4).err


def test_a_run_that_another_has_followed_does_not_go_on(project: Project) -> None:
    project.confiture("apply", "refresh.conf", failpoints="journal.after-commit=kill@9", code=-9)
    (first,) = project.unfinished()
    project.confiture("apply", "refresh.conf")
    before = project.outcome()
    ended = project.confiture("resume", first, code=STALE)
    assert "changed since" in ended.err
    assert project.outcome() == before
    assert (first, "interrupted") in project.rows("local", "select id, state from confiture.run")


def test_sessions_on_a_database_that_is_replaced_are_ended(applied: Project) -> None:
    with applied.connect("local") as idle, applied.connect("local") as busy:
        busy.execute("begin; select from app.people")
        applied.confiture("apply", "refresh.conf")
        for connection in (idle, busy):
            with pytest.raises(psycopg.OperationalError):
                connection.execute("select 1")


def test_one_database_built_twice_in_one_run(project: Project) -> None:
    (project.root / "twice.conf").write_text(
        'include "confiture.conf"\nrecipe twice {\n'
        '  accept data-loss on local because "made for a test"\n'
        '  build local from "schema" { drop_first = true }\n'
        '  seed local from "seeds"\n'
        '  build local from "schema" { drop_first = true }\n'
        "  verify $$ select not exists (select from app.people) $$ on local\n}\n"
    )
    project.confiture("apply", "twice.conf", "--accept", "data-loss")
    steps = project.rows("local", "select step from confiture.step order by finished")
    assert steps == [("build local",), ("seed local",), ("build local #2",)]


def test_ready_clones_are_taken_and_made_again(project: Project) -> None:
    (project.root / "ready.conf").write_text(
        'include "confiture.conf"\nrecipe ready {\n'
        '  build local from "schema" { drop_first = true\n ready = 2 }\n}\n'
    )
    project.confiture("apply", "ready.conf")
    oids = "select oid::text from pg_database where datname like 'confiture\\_ready\\_%' order by 1"
    first = project.rows("postgres", oids)
    project.confiture("apply", "ready.conf", "--accept", "data-loss")
    second = project.rows("postgres", oids)
    assert len(first) == len(second) == 2
    taken = project.rows("postgres", "select oid::text from pg_database where datname = 'local'")
    assert taken[0] in first
    assert set(first) & set(second) == set(first) - set(taken)


def stop_at_first_copy(project: Project, error: type[BaseException] | None) -> None:
    recipe = api.load(project.root / "refresh.conf")
    for event in api.apply(api.plan(recipe), root=project.root):
        if event.state is State.DONE and event.step and "copy" in event.step:
            if error is not None:
                raise error
            break


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, ValueError])
def test_a_library_user_who_stops_listening(
    project: Project, error: type[BaseException] | None
) -> None:
    if error is None:
        stop_at_first_copy(project, None)
    else:
        with pytest.raises(error):
            stop_at_first_copy(project, error)
    assert project.rows("local", "select state from confiture.run") == [("interrupted",)]
    assert len(project.unfinished()) == 1
    states = [event.state for event in api.resume(root=project.root)]
    assert State.SKIPPED in states
    assert project.rows("local", "select state from confiture.run") == [("done",)]


def test_a_server_that_goes_away_in_the_middle(project: Project) -> None:
    """All sessions of a run are ended at once, its lock among them."""
    waiting = f"journal.before-commit=wait {project.waits}@6"
    with project.start("apply", "refresh.conf", failpoints=waiting) as process:
        project.wait_until(project.waits.exists)
        with project.connect("postgres") as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'confiture'"
            )
        project.waits.unlink()
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1, said
    assert "confiture resume" in said
    assert "Traceback" not in said
    project.confiture("resume")
