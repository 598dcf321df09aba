"""What is left to do of a plan that was begun."""

from __future__ import annotations

from confiture.plans.graph import descendants, to_run
from confiture.plans.plan import Plan


def remaining(plan: Plan, done: frozenset[str]) -> frozenset[str]:
    """The steps that a process has to run, given those that the journals say are done.

    That is what `to_run` says, without the checks that have passed: a check after which something
    was done held at its time, and what was done since may have changed what it asks.
    """
    todo = to_run(plan.steps, done)
    return todo - _passed(plan, todo)


def _passed(plan: Plan, todo: frozenset[str]) -> frozenset[str]:
    """Steps without a journal row that a step which is done has waited for.

    One that gives what dies with the process is wanted as long as somebody is left to use it.
    """
    wanted = {f for step in plan.steps if step.id in todo for f in step.needs if f.ephemeral}
    return frozenset(
        step.id
        for step in plan.steps
        if not step.lasting
        and not step.gives & wanted
        and any(later not in todo for later in descendants(plan.graph, [step.id]))
    )
