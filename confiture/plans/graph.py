"""The order of steps, from what each needs and gives."""

from __future__ import annotations

import graphlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from confiture.steps.abc import Fact, Step


class BrokenPlan(Exception):
    """A step needs what none gives, two have one id, or they need each other in a circle."""


def predecessors(steps: Iterable[Step]) -> dict[str, frozenset[str]]:
    """For each step's id, the ids of all steps that give something it needs."""
    steps = tuple(steps)
    givers: defaultdict[Fact, set[str]] = defaultdict(set)
    for step in steps:
        for fact in step.gives:
            givers[fact].add(step.id)
    graph: dict[str, frozenset[str]] = {}
    for step in steps:
        if step.id in graph:
            raise BrokenPlan(f"two steps are called {step.id!r}")
        missing = [str(fact) for fact in step.needs if fact not in givers]
        if missing:
            raise BrokenPlan(f"{step.id!r} needs {', '.join(missing)}, which no step gives")
        graph[step.id] = frozenset().union(*(givers[fact] for fact in step.needs)) - {step.id}
    return graph


def ordered(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Ids in an order in which each comes after what it needs."""
    try:
        return list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        raise BrokenPlan(f"steps wait for each other: {' → '.join(error.args[1])}") from error


def reduced(graph: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The same order with as few edges as possible (transitive reduction), for pictures."""
    above: dict[str, frozenset[str]] = {}
    for node in ordered(graph):
        above[node] = graph[node].union(*(above[parent] for parent in graph[node]))
    return {
        node: frozenset(p for p in parents if not any(p in above[q] for q in parents if q != p))
        for node, parents in graph.items()
    }


def descendants(graph: Mapping[str, frozenset[str]], roots: Iterable[str]) -> frozenset[str]:
    """Everything that needs one of the roots, directly or not; the roots left out."""
    children: defaultdict[str, set[str]] = defaultdict(set)
    for node, parents in graph.items():
        for parent in parents:
            children[parent].add(node)
    found: set[str] = set()
    pending = list(roots)
    while pending:
        new = children[pending.pop()] - found
        found |= new
        pending.extend(new)
    return frozenset(found)


def to_run(steps: Iterable[Step], done: frozenset[str]) -> frozenset[str]:
    """The steps that a resumed run has to run, given those that the journal says are done.

    A snapshot dies with its process. If one step that read from it is not done, all that read
    from it run again, and so does whatever depends on them; rows of two snapshots never meet.
    """
    steps = tuple(steps)
    graph = predecessors(steps)
    todo = {step.id for step in steps if not step.lasting or step.id not in done}
    snapshots = {fact for step in steps for fact in step.needs if fact.ephemeral}
    readers = [{s.id for s in steps if fact in s.needs and s.lasting} for fact in snapshots]
    # What runs again for one snapshot may have read from another.
    while again := {id_ for group in readers if group & todo for id_ in group - todo}:
        todo |= again | descendants(graph, again)
    return frozenset(todo)
