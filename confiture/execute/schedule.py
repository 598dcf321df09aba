"""Which steps may start now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from graphlib import TopologicalSorter

from confiture.plans.plan import Plan
from confiture.steps.abc import Step


class Schedule:
    """The steps still to run: ready when all they need is done, started as lanes have room."""

    def __init__(self, plan: Plan, todo: frozenset[str]) -> None:
        self._steps = {step.id: step for step in plan.steps if step.id in todo}
        self._limits = dict(plan.lanes)
        self._busy: Counter[str] = Counter()
        self._waiting: list[Step] = []
        self._left = set(self._steps)
        self._sorter = TopologicalSorter({step: plan.graph[step] & todo for step in self._steps})
        self._sorter.prepare()

    def start(self) -> Iterable[Step]:
        """Yield the steps that start now, the dearest first, and count them as running."""
        self._waiting.extend(self._steps[id_] for id_ in self._sorter.get_ready())
        self._waiting.sort(key=lambda step: -step.cost)
        for step in tuple(self._waiting):
            if self._busy[step.lane] < max(self._limits.get(step.lane, 1), 1):
                self._waiting.remove(step)
                self._busy[step.lane] += 1
                yield step

    def finish(self, step: Step, *, done: bool) -> None:
        """A step ended; only one that is done lets those start that need it."""
        self._busy[step.lane] -= 1
        if done:
            self._left.discard(step.id)
            self._sorter.done(step.id)

    def assert_finished(self) -> None:
        """Nothing runs and nothing failed, so nothing may be left."""
        if self._left:
            raise RuntimeError(f"steps that never became ready: {', '.join(sorted(self._left))}")

    @property
    def running(self) -> int:
        return self._busy.total()
