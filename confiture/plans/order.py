"""A topological order that is the same each time."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


class Cycle(Exception):
    """No order is possible; `nodes` are those that wait for each other, directly or not."""

    def __init__(self, nodes: frozenset[Any]) -> None:
        super().__init__(", ".join(sorted(map(str, nodes))))
        self.nodes = nodes


def ordered(
    nodes: Iterable[T], edges: Iterable[tuple[T, T]], urgency: Callable[[T], Any]
) -> list[T]:
    """The nodes so that the first of each edge comes before the second; where several may come
    next, the one of the least `urgency`. Raises Cycle."""
    waits: dict[T, set[T]] = {node: set() for node in nodes}
    followers: defaultdict[T, set[T]] = defaultdict(set)
    for first, second in edges:
        if first != second:
            waits[second].add(first)
            followers[first].add(second)
    ready = [(urgency(node), number, node) for number, node in enumerate(waits) if not waits[node]]
    heapq.heapify(ready)
    numbers = {node: number for number, node in enumerate(waits)}
    done: list[T] = []
    while ready:
        *_, node = heapq.heappop(ready)
        done.append(node)
        for follower in followers[node]:
            waits[follower].discard(node)
            if not waits[follower]:
                heapq.heappush(ready, (urgency(follower), numbers[follower], follower))
    if len(done) < len(waits):
        raise Cycle(_knot(waits, frozenset(done)))
    return done


def _knot(waits: dict[T, set[T]], done: frozenset[T]) -> frozenset[T]:
    """Of the nodes that are left, those that lie on a cycle or between two."""
    left = {node: set(firsts) for node, firsts in waits.items() if node not in done}
    while True:
        awaited = set().union(*left.values())
        idle = left.keys() - awaited
        if not idle:
            return frozenset(left)
        for node in idle:
            del left[node]
