"""A random walk over schemas: a diff follows each step, there and back, and leaves rows alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from confiture.errors import DatabaseError
from confiture.plans.diff import diff
from tests.objects.roles import made

from . import filled
from .pairs import converge
from .walk import ROLES, expanded, is_impossible, walking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from confiture.pg import embedded

    from .walk import Follow, Side, Walk

EDITS = 18
"""How many are tried in each step; PostgreSQL takes about a third."""
STEPS = 10
"""In each walk: schemas that have grown too large are slow, and seldom tell more."""
FAILURES = 0.15
BY_CHANCE = 3
"""The share of steps that may fail for their rows, and how many more in a short walk."""
ROWS_FORBID = ("22", "23")
"""Classes of SQLSTATE: a value that does not fit a type, or a constraint."""

WALK = settings(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
RANDOM = st.randoms(use_true_random=False)


@pytest.fixture(scope="module")
def server(pg: embedded.Server) -> Iterator[embedded.Server]:
    with made(pg, ROLES):
        yield pg


def walk_on(walk: Walk, random: Random, follow: Follow) -> int:
    """How many steps there were in which PostgreSQL took an edit."""
    drawn = ([expanded("edit", random.choice) for _ in range(EDITS)] for _ in range(STEPS))
    return sum(walk.step(edits, follow) for edits in drawn)


def there_and_back(walk: Walk, old: Side, new: Side) -> None:
    """There while others work, and back regardless of them."""
    if is_impossible(old.catalog, new.catalog):
        return
    with walk.copied() as copy:
        converge(copy, old.catalog, new.catalog, new.dump)
        if not is_impossible(new.catalog, old.catalog):
            converge(copy, new.catalog, old.catalog, old.dump, online=False)


def follows(server: embedded.Server, random: Random) -> None:
    with walking(server) as walk:
        walk_on(walk, random, lambda old, new: there_and_back(walk, old, new))


@settings(WALK, max_examples=2)
@given(random=RANDOM)
def test_each_step_converges(server: embedded.Server, random: Random) -> None:
    follows(server, random)


@pytest.mark.soak
@settings(WALK, max_examples=30)
@given(random=RANDOM)
def test_300_steps_converge(server: embedded.Server, random: Random) -> None:
    follows(server, random)


def keeps_rows(walk: Walk, old: Side, new: Side, seen: Counter[str]) -> None:
    """What is kept of rows stays as it is, even where the rows forbid the step."""
    with walk.copied() as copy:
        seen["rows"] += filled.fill(copy, old.catalog)
        before = filled.kept(copy, old.catalog, new.catalog)
        online = seen["steps"] % 2 == 0
        statements = diff(old.catalog, new.catalog, online=online).statements
        seen["steps"] += 1
        text = "\n".join(one.sql for one in statements)
        try:
            copy.apply(statements)
        except DatabaseError as error:
            if not str(error.sqlstate).startswith(ROWS_FORBID):
                raise AssertionError(f"{error}\n{text}") from error
            seen["failures"] += 1
        assert filled.kept(copy, old.catalog, new.catalog) == before, text


def leaves_rows_alone(server: embedded.Server, random: Random, seen: Counter[str]) -> None:
    with walking(server) as walk:
        walk_on(walk, random, lambda old, new: keeps_rows(walk, old, new, seen))


def test_rows_stay(server: embedded.Server) -> None:
    walk_with_rows(server, 2)


@pytest.mark.soak
def test_rows_stay_in_1000_steps(server: embedded.Server) -> None:
    walk_with_rows(server, 100)


def walk_with_rows(server: embedded.Server, walks: int) -> None:
    seen: Counter[str] = Counter()

    @settings(WALK, max_examples=walks)
    @given(random=RANDOM)
    def walked(random: Random) -> None:
        leaves_rows_alone(server, random, seen)

    walked()
    assert seen["rows"] > seen["steps"]
    assert seen["failures"] <= FAILURES * seen["steps"] + BY_CHANCE, seen
