"""The steps of one sync: which there are, what each waits for, and how many run at once."""

from __future__ import annotations

from confiture.plans.graph import predecessors

from .planning import observation, planned
from .test_tables import SCHEMA

RECIPE = """
environment a { embedded = "a" }
environment b { embedded = "b" }
recipe r {
  sync a into b {
    workers = 5
    take app.log, app.orders
    keep others because "numbers"
    verify counts and constraints
  }
}
"""


def test_steps_and_what_they_wait_for() -> None:
    scope = planned(RECIPE, {name: observation(name, SCHEMA) for name in "ab"})
    graph = {
        step.removeprefix("sync a into b / "): {
            other.removeprefix("sync a into b / ") for other in others
        }
        for step, others in predecessors(scope.steps).items()
    }
    copies = {f"copy app.{name}" for name in ("log_a", "log_b_1", "log_b_2", "orders")}
    built = copies | {"index app.log", "index app.orders"}
    assert graph == {
        "snapshot": set(),
        "clear": set(),
        **{copy: {"snapshot", "clear"} for copy in copies},
        "index app.log": copies - {"copy app.orders"},
        "index app.orders": {"copy app.orders"},
        "analyze": built,
        "verify counts": built,
        "verify constraints": built,
    }


def test_lanes() -> None:
    scope = planned(RECIPE, {name: observation(name, SCHEMA) for name in "ab"})
    assert scope.lanes == {"sync a into b": 5, "foreign keys of sync a into b": 1}
    assert {step.lane for step in scope.steps if step.kind == "copy-table"} == {"sync a into b"}


def test_a_second_sync_of_the_same_tables_waits_and_replaces() -> None:
    twice = RECIPE.replace("recipe r {", "recipe q {\n  sync a into b {\n take app.orders\n"
                           ' keep others because "x"\n }\n}\nrecipe r after q {')  # fmt: skip
    scope = planned(twice, {name: observation(name, SCHEMA) for name in "ab"})
    graph = predecessors(scope.steps)
    assert "sync a into b / copy app.orders" in graph["sync a into b #2 / clear"]
    assert scope.notes == ["b: rows that earlier steps wrote are replaced by the sync"]
    assert scope.hazards == []
