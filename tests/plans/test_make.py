"""The order of statements: as written where they touch one database, parallel where said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confiture.plans.graph import BrokenPlan, descendants, ordered, predecessors, reduced, to_run
from confiture.steps.abc import Fact, Step
from confiture.steps.run_sql import RunSql
from confiture.steps.snapshot import HoldSnapshot
from confiture.steps.statement import Statement

from .planning import NOTHING, observation, planned

HEAD = "".join(f'environment {name} {{ embedded = "{name}" }}\n' for name in "abc")

# A recipe's statements, and for each the earlier ones that it waits for.
ORDERS = {
    "one environment, as written": (
        "run $$ select 1 $$ on a\nrun $$ select 2 $$ on a\nrun $$ select 3 $$ on a",
        {"run on a": "", "run on a #2": "run on a", "run on a #3": "run on a, run on a #2"},
    ),
    "two environments, side by side": (
        "run $$ select 1 $$ on a\nrun $$ select 2 $$ on b\nrun $$ select 3 $$ on a",
        {"run on a": "", "run on b": "", "run on a #2": "run on a"},
    ),
    "readers wait for writers, not for readers": (
        "run $$ select 1 $$ on a\nverify $$ select true $$ on a\nverify $$ select true $$ on a",
        {"run on a": "", "verify on a": "run on a", "verify on a #2": "run on a"},
    ),
    "writers wait for readers": (
        "verify $$ select true $$ on a\nrun $$ select 1 $$ on a",
        {"verify on a": "", "run on a": "verify on a"},
    ),
    "nothing starts before a require": (
        "require server_version >= 14 on a\nrun $$ select 1 $$ on b\nrun $$ select 1 $$ on c",
        {"require on a": "", "run on b": "require on a", "run on c": "require on a"},
    ),
    "a require waits for what is above it": (
        "run $$ select 1 $$ on b\nrequire server_version >= 14 on a",
        {"run on b": "", "require on a": "run on b"},
    ),
    "parallel in one environment": (
        "parallel {\n run $$ select 1 $$ on a\n run $$ select 2 $$ on a\n}",
        {"run on a": "", "run on a #2": ""},
    ),
    "before and after a parallel": (
        (
            "run $$ select 0 $$ on a\nparallel {\n run $$ select 1 $$ on a\n"
            " run $$ select 2 $$ on a\n}\n"
            "run $$ select 3 $$ on a"
        ),
        {
            "run on a": "",
            "run on a #2": "run on a",
            "run on a #3": "run on a",
            "run on a #4": "run on a, run on a #2, run on a #3",
        },
    ),
    "two parallels, one after the other": (
        (
            "parallel {\n run $$ select 1 $$ on a\n run $$ select 2 $$ on a\n}\n"
            "parallel {\n run $$ select 3 $$ on a\n run $$ select 4 $$ on a\n}"
        ),
        {
            "run on a": "",
            "run on a #2": "",
            "run on a #3": "run on a, run on a #2",
            "run on a #4": "run on a, run on a #2",
        },
    ),
    "a parallel in each turn of a loop": (
        (
            "for each x in [1, 2] {\n parallel {\n run $$ select :x $$ on a\n"
            " run $$ select :x + 1 $$ on a\n}\n}"
        ),
        {
            "run on a": "",
            "run on a #2": "",
            "run on a #3": "run on a, run on a #2",
            "run on a #4": "run on a, run on a #2",
        },
    ),
    "a loop inside a parallel stays side by side": (
        "parallel {\n for each x in [1, 2] {\n run $$ select :x $$ on a\n}\n}",
        {"run on a": "", "run on a #2": ""},
    ),
}


@pytest.mark.parametrize(("statements", "expected"), ORDERS.values(), ids=ORDERS)
def test_order_of_statements(statements: str, expected: dict[str, str]) -> None:
    text = f"{HEAD}recipe r {{\n{statements}\n}}\n"
    scope = planned(text, {name: observation(name, NOTHING) for name in "abc"})
    graph = predecessors(scope.steps)
    assert {name: ", ".join(sorted(graph[name])) for name in graph} == expected


def test_after_orders_blocks() -> None:
    text = (
        f"{HEAD}recipe one {{\n run $$ select 1 $$ on a\n}}\n"
        "recipe two after one {\n run $$ select 2 $$ on a\n run $$ select 3 $$ on b\n}\n"
    )
    scope = planned(text, {name: observation(name, NOTHING) for name in "abc"})
    graph = predecessors(scope.steps)
    assert graph["run on a #2"] == {"run on a"}


def node(name: str, needs: str = "", gives: str = "", *, held: str = "") -> Step:
    """A step that needs and gives rows, and needs the snapshots in `held`."""
    return HoldSnapshot(
        id=name,
        statement="s",
        environment="e",
        lane="l",
        needs=frozenset(
            [Fact("rows", fact) for fact in needs.split()]
            + [Fact("snapshot", fact) for fact in held.split()]
        ),
        gives=frozenset(Fact("rows", fact) for fact in gives.split()),
    )


def test_all_givers_come_before_a_needer() -> None:
    steps = [node("c", needs="x"), node("a", gives="x"), node("b", gives="x y"), node("d", "y")]
    graph = predecessors(steps)
    assert graph["c"] == {"a", "b"}
    assert graph["d"] == {"b"}
    assert ordered(graph).index("c") > 1


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([node("a"), node("a")], "two steps are called 'a'"),
        ([node("a", needs="x")], "'a' needs rows of x, which no step gives"),
    ],
)
def test_broken_plans(steps: list[Step], message: str) -> None:
    with pytest.raises(BrokenPlan, match=message):
        predecessors(steps)


def test_circles_are_told() -> None:
    graph = predecessors([node("a", "x", "y"), node("b", "y", "x")])
    with pytest.raises(BrokenPlan, match="wait for each other"):
        ordered(graph)


def test_reduction_and_descendants() -> None:
    graph = predecessors(
        [node("a", gives="x"), node("b", "x", "y"), node("c", "x y", "z"), node("d", "z")]
    )
    assert reduced(graph) == {
        "a": frozenset(),
        "b": frozenset({"a"}),
        "c": frozenset({"b"}),
        "d": frozenset({"c"}),
    }
    assert descendants(graph, ["b"]) == {"c", "d"}


def copy(name: str) -> Step:
    """A step that reads from the snapshot, and leaves a journal row."""
    return RunSql(
        id=name,
        statement="s",
        environment="e",
        lane="l",
        needs=frozenset({Fact("snapshot", "s")}),
        gives=frozenset({Fact("rows", name)}),
        sql=Statement(text="", place=""),
        within=0,
    )


@pytest.mark.parametrize(
    ("done", "todo"),
    [
        ("", "snapshot a b index"),
        ("a b index", "snapshot"),
        ("a b", "snapshot index"),
        ("a", "snapshot a b index"),
        ("a index", "snapshot a b index"),
    ],
)
def test_rows_of_two_snapshots_never_meet(done: str, todo: str) -> None:
    snapshot = replace(
        node("snapshot"),
        gives=frozenset({Fact("snapshot", "s")}),
    )
    index = replace(
        copy("index"),
        needs=frozenset({Fact("rows", "a")}),
    )
    steps = [snapshot, copy("a"), copy("b"), index]
    assert to_run(steps, frozenset(done.split())) == set(todo.split())
