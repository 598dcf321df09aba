"""Topological orders, and cycles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.plans.order import Cycle, ordered

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)))


@given(PAIRS)
def test_the_first_of_each_edge_comes_first(pairs: list[tuple[int, int]]) -> None:
    edges = [(a, b) for a, b in pairs if a < b]
    found = ordered(range(13), edges, urgency=lambda node: -node)
    place = {node: number for number, node in enumerate(found)}
    assert sorted(found) == list(range(13))
    assert all(place[a] < place[b] for a, b in edges)
    assert found == ordered(range(13), reversed(edges), urgency=lambda node: -node)


@given(PAIRS)
def test_a_cycle_is_named(pairs: list[tuple[int, int]]) -> None:
    """Every node of what is named has one before it and one behind it that is named too."""
    try:
        ordered(range(13), pairs, urgency=lambda node: node)
    except Cycle as cycle:
        knot = cycle.nodes
        assert knot
        for node in knot:
            assert any(a != b and b == node and a in knot for a, b in pairs)
            assert any(a != b and a == node and b in knot for a, b in pairs)


@pytest.mark.parametrize(
    ("edges", "urgency", "expected"),
    [
        ([], {"a": 1, "b": 2, "c": 3}, "abc"),
        ([], {"a": 3, "b": 2, "c": 1}, "cba"),
        ([("c", "a")], {"a": 1, "b": 2, "c": 3}, "bca"),
        ([("a", "a")], {"a": 1, "b": 2, "c": 3}, "abc"),
    ],
)
def test_urgency(edges: list[tuple[str, str]], urgency: dict[str, int], expected: str) -> None:
    assert "".join(ordered("abc", edges, urgency.__getitem__)) == expected


def test_what_only_waits_for_a_cycle_is_not_named() -> None:
    edges = [("a", "b"), ("b", "a"), ("b", "c"), ("z", "a")]
    with pytest.raises(Cycle) as caught:
        ordered("abcz", edges, urgency=ord)
    assert caught.value.nodes == {"a", "b"}
