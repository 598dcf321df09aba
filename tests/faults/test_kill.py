"""Killed wherever it hurts, a run goes on to what an undisturbed run reaches."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from confiture.pg import embedded
from tests.conftest import project_directory
from tests.faults.project import REPOSITORY, Outcome, Project, kill_after

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLED = -9
PLAN = "plan.json"
MANY = 60
"""More journal rows than the small recipe writes."""

ONCE = (
    "template.created", "template.before-publish", "run.kept", "journal.after-open",
    "database.cloned", "database.before-swap", "database.after-swap", "database.swept",
    "run.before-close", "run.after-close",
)  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(running_project: Project) -> Outcome:
    """What comes out when nothing goes wrong; the plan for it stays in the project."""
    running_project.wipe()
    running_project.confiture("plan", "refresh.conf", "-o", PLAN)
    running_project.confiture("apply", PLAN, "--yes")
    return running_project.outcome()


def dies(project: Project, failpoints: str, *command: str) -> bool:
    """Whether a run died at the failpoint; False when it got to its end before."""
    ended = project.confiture(*command, failpoints=failpoints, code=None)
    assert ended.code in (KILLED, 0), ended
    return ended.code == KILLED


def assert_reached(project: Project, undisturbed: Outcome) -> None:
    assert project.outcome() == undisturbed
    assert project.unfinished() == []


def test_the_undisturbed_run_did_everything(undisturbed: Outcome) -> None:
    assert undisturbed.content["local.app.people"][0] == "270"
    assert undisturbed.databases == ("local", "production")
    assert undisturbed.journals["local"][0] == "done"


def test_killed_before_each_commit(project: Project, undisturbed: Outcome) -> None:
    for number in range(1, MANY):
        project.wipe()
        failpoints = f"journal.before-commit=kill@{number}"
        if not dies(project, failpoints, "apply", PLAN, "--yes"):
            assert_reached(project, undisturbed)
            break
        project.confiture("resume")
        assert_reached(project, undisturbed)
    else:
        pytest.fail("no run survived")
    assert number > 20


@pytest.mark.parametrize("commits", [6, 8])
def test_killed_after_some_commits(project: Project, undisturbed: Outcome, commits: int) -> None:
    """One run in several processes, each of which commits some steps and dies.

    Fewer would never do: all copies of a sync have to come from one process.
    """
    command: tuple[str, ...] = ("apply", PLAN, "--yes")
    processes = 0
    while dies(project, f"journal.after-commit=kill@{commits}", *command):
        command = ("resume",)
        processes += 1
        assert processes < MANY
    assert_reached(project, undisturbed)
    assert processes > 1


@pytest.mark.soak
def test_killed_after_each_commit(project: Project, undisturbed: Outcome) -> None:
    for number in range(1, MANY):
        project.wipe()
        if not dies(project, f"journal.after-commit=kill@{number}", "apply", PLAN, "--yes"):
            break
        project.confiture("resume")
        assert_reached(project, undisturbed)
    else:
        pytest.fail("no run survived")


@pytest.mark.parametrize("point", ONCE)
def test_killed_at(project: Project, undisturbed: Outcome, point: str) -> None:
    project.wipe(templates=point.startswith("template."))
    project.confiture("apply", PLAN, "--yes", failpoints=f"{point}=kill", code=KILLED)
    project.confiture("resume")
    assert_reached(project, undisturbed)


@pytest.mark.parametrize("point", ["template.created", "database.before-swap"])
def test_the_next_run_sweeps_up(project: Project, undisturbed: Outcome, point: str) -> None:
    """A run that is never resumed leaves nothing behind for long."""
    project.wipe(templates=True)
    assert dies(project, f"{point}=kill", "apply", PLAN, "--yes")
    assert any(name.startswith("confiture_") for name in project.databases())
    project.confiture("apply", PLAN, "--yes")
    assert project.outcome() == undisturbed


def test_killed_while_databases_are_replaced(project: Project, undisturbed: Outcome) -> None:
    """The old database is there until the new one is, and nothing of it remains afterwards."""
    assert not dies(project, "", "apply", PLAN, "--yes")
    before = project.outcome()
    assert dies(project, "database.before-swap=kill", "apply", "refresh.conf")
    assert project.outcome().content == before.content
    assert dies(project, "database.after-swap=kill", "resume")
    project.confiture("resume")
    after = project.outcome()
    assert after.content == undisturbed.content
    assert after.catalogs == undisturbed.catalogs
    assert after.databases == undisturbed.databases
    assert after.journals["local"][:2] == ("done", "done")


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_time(project: Project, undisturbed: Outcome, seed: int) -> None:
    """One run, killed again and again until a process gets to its end."""
    assert_survives_random_kills(project, undisturbed, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 250))
def test_killed_at_any_time_at_length(project: Project, undisturbed: Outcome, seed: int) -> None:
    assert_survives_random_kills(project, undisturbed, seed)


def assert_survives_random_kills(project: Project, undisturbed: Outcome, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - times, not secrets
    for _ in range(4):
        began = project.unfinished()
        command = ("resume",) if began else ("apply", PLAN, "--yes")
        with project.start(*command) as process:
            code = kill_after(process, chance.uniform(0.3, 2.5))
        if code == 0:
            break
        if not began and not project.unfinished():
            project.wipe()  # it died before it had kept its plan, and before it had done anything
    else:
        project.confiture(*(("resume",) if project.unfinished() else ("apply", PLAN, "--yes")))
    assert_reached(project, undisturbed)


# The real quickstart, whose steps and tables are many.

QUICKSTART = "recipes/quickstart.conf"
SAMPLE = (
    "database.after-swap=kill", "journal.before-commit=kill@2", "journal.before-commit=kill@5",
    "journal.after-commit=kill@30", "journal.before-commit=kill@60", "journal.after-commit=kill@40",
)  # fmt: skip


@pytest.fixture(scope="module")
def quickstart() -> Iterator[Project]:
    with project_directory() as root:
        shutil.copytree(REPOSITORY / "recipes", root / "recipes")
        with embedded.lease(root) as server:
            yield Project(root, server)


@pytest.fixture(scope="module")
def shop(quickstart: Project) -> Outcome:
    quickstart.confiture("plan", QUICKSTART, "-o", PLAN)
    assert not dies(quickstart, "", "apply", PLAN, "--yes")
    return quickstart.outcome()


def assert_reached_but_for_order(project: Project, undisturbed: Outcome) -> None:
    """A trigger of the shop numbers rows in the order in which an UPDATE meets them, and that is
    another one in a heap that holds the dead rows of a seed that was killed."""

    def counted(outcome: Outcome) -> Outcome:
        content = {
            table: (sums[0], "", "") if table.endswith("crm.customer_changes") else sums
            for table, sums in outcome.content.items()
        }
        return replace(outcome, content=content)

    assert counted(project.outcome()) == counted(undisturbed)
    assert project.unfinished() == []


def test_the_quickstart_killed_again_and_again(quickstart: Project, shop: Outcome) -> None:
    quickstart.wipe()
    command: tuple[str, ...] = ("apply", PLAN, "--yes")
    for failpoints in SAMPLE:
        assert dies(quickstart, failpoints, *command)
        command = ("resume",)
    quickstart.confiture("resume")
    assert_reached_but_for_order(quickstart, shop)


@pytest.mark.soak
@pytest.mark.parametrize("point", ["journal.before-commit", "journal.after-commit"])
def test_the_quickstart_killed_at_each_commit(
    quickstart: Project, shop: Outcome, point: str
) -> None:
    for number in range(1, len(shop.journals["local"]) + len(shop.journals["production"])):
        quickstart.wipe()
        if not dies(quickstart, f"{point}=kill@{number}", "apply", PLAN, "--yes"):
            break
        quickstart.confiture("resume")
        assert_reached_but_for_order(quickstart, shop)
    else:
        pytest.fail("no run survived")
