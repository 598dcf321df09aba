"""The plan as a value: JSON there and back, one digest everywhere, cut down by names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confiture.errors import RecipeError, UsageError
from confiture.model.names import QName
from confiture.model.schema import Schema, Table
from confiture.plans.plan import Plan, from_json
from confiture.steps.abc import STEPS, Fact, Hazard, Step
from confiture.steps.run_sql import RunSql
from confiture.steps.snapshot import HoldSnapshot
from confiture.steps.statement import Statement

from .planning import observation, planned

if TYPE_CHECKING:
    from collections.abc import Iterable

texts = st.text(st.characters(codec="utf-8"), max_size=12)
st.register_type_strategy(str, texts)
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
kinds: Iterable[type[Any]] = [STEPS[kind] for kind in STEPS]
steps: st.SearchStrategy[Step] = st.one_of(*(st.builds(kind) for kind in kinds))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Plan, steps=st.lists(steps, max_size=4).map(tuple)))
def test_json_there_and_back(plan: Plan) -> None:
    again = from_json(plan.to_json(), name="plan.json")
    assert again == plan
    assert again.digest == plan.digest


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not a plan"),
        (b"[]", "is not a plan"),
        (b"{}", "is not a plan"),
        (b'{"format_version": 0, "steps": []}', "has format 0, this version reads"),
        (b'{"format_version": 1, "steps": []}', "is not a plan"),
        (b'{"format_version": 1, "steps": [{"kind": "no-such-kind"}]}', "is not a plan"),
        (b'{"format_version": 1, "steps": [{"id": 1}]}', "is not a plan"),
        (b'{"format_version": 1, "steps": 7}', "is not a plan"),
        (b"\xff\xfe", "is not a plan"),
    ],
)
def test_what_is_not_a_plan(data: bytes, why: str) -> None:
    with pytest.raises(RecipeError, match=why):
        from_json(data, name="plan.json")


DIGEST = "from tests.plans.test_plan import example; print(example().digest)"


def example() -> Plan:
    """A plan with many sets in it."""
    names = [QName("app", f"t{number}") for number in range(20)]
    tables = tuple(
        Table(
            name=name, kind="table", root=name, parent=None, inherits=(), partition_key=(),
            columns=(), indexes=(), foreign_keys=(), triggers=(), unlogged=False, rows=0, bytes=0,
        )
        for name in names
    )  # fmt: skip
    fingerprint = Schema(tables=tables, sequences=()).fingerprint()
    return Plan(
        recipe="r.conf",
        recipe_digest=fingerprint,
        parameters=(),
        accesses=(),
        secrets=(),
        base=(),
        steps=tuple(
            HoldSnapshot(
                id=str(name),
                statement="s",
                environment="e",
                lane="l",
                gives=frozenset(Fact(kind, str(other)) for other in names for kind in "abc"),
            )
            for name in names
        ),
        lanes=(),
        decisions=(),
        hazards=(),
        accepted=(),
    )


@pytest.mark.parametrize("seed", ["0", "1", "2022", "random"])
def test_digest_is_the_same_in_every_process(seed: str) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == example().digest


RECIPE = """
environment a { embedded = "a" }
environment b { embedded = "b" }
recipe r {
  run $$ select 1 $$ on a
  run $$ select 2 $$ on b
  run $$ select 3 $$ on a
}
"""


def three_steps() -> Plan:
    empty = Schema(tables=(), sequences=())
    scope = planned(RECIPE, {name: observation(name, empty) for name in "ab"})
    return Plan(
        recipe="r.conf", recipe_digest="", parameters=(), accesses=(), secrets=(), base=(),
        steps=tuple(scope.steps), lanes=(), decisions=(), hazards=(), accepted=(),
    )  # fmt: skip


def test_only_keeps_what_is_named() -> None:
    plan = three_steps().only(["run on a #2"])
    assert [step.id for step in plan.steps] == ["run on a #2"]
    assert plan.graph == {"run on a #2": frozenset()}


def test_only_knows_the_names() -> None:
    with pytest.raises(UsageError, match="did you mean 'run on a'"):
        three_steps().only(["run on aa"])


def test_hazards_are_refused_until_accepted() -> None:
    plan = Plan(
        recipe="", recipe_digest="", parameters=(), accesses=(), secrets=(), base=(), steps=(),
        lanes=(), decisions=(), accepted=(),
        hazards=(Hazard("data-loss", "local", "x"), Hazard("data-loss", "other", "y")),
    )  # fmt: skip
    assert len(plan.refused) == 2
    assert [h.environment for h in plan.accepting("data-loss on local").refused] == ["other"]
    assert plan.accepting("data-loss").refused == ()
    assert len(plan.accepting("unproven").refused) == 2


def test_bound_values_keep_their_types() -> None:
    step = RunSql(
        id="s", statement="s", environment="e", lane="l", within=0,
        sql=Statement(text="x", place="y", values=(True, 1, "1", None, ("a", "b"), False)),
    )  # fmt: skip
    plan = Plan(
        recipe="", recipe_digest="", parameters=(), accesses=(), secrets=(), base=(), steps=(step,),
        lanes=(), decisions=(), hazards=(), accepted=(),
    )  # fmt: skip
    (again,) = from_json(plan.to_json(), name="p").steps
    assert isinstance(again, RunSql)
    assert repr(again.sql.values) == "(True, 1, '1', None, ('a', 'b'), False)"
