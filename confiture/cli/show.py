"""Plans and quantities as people read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from confiture.plans.plan import Plan


def show_plan(plan: Plan, *, columns: bool = False, err: bool = True) -> None:
    """The statements of a plan, what each does, and what it costs to accept it."""
    for line in plan_lines(plan):
        click.echo(line, err=err)
    if columns and plan.decisions:
        from confiture.cli.tables import columns_table, console  # noqa: PLC0415 - rich is slow to load

        console(err=err).print(columns_table(plan))


def plan_lines(plan: Plan) -> Iterator[str]:
    yield click.style(f"Plan {plan.digest[:12]} of {plan.recipe}", bold=True)
    for base in plan.base:
        state = "exists" if base.fingerprint else "does not exist yet"
        yield f"  {base.environment}: database {base.database} {state}"
    for note in plan.notes:
        yield f"  note: {note}"
    if not plan.steps:
        yield "  nothing to do"
    groups: dict[str, list[str]] = {}
    for step in plan.steps:
        groups.setdefault(step.statement, []).append(step.preview())
    for statement, previews in groups.items():
        yield f"  {click.style('•', fg='cyan')} {statement}: {_summary(previews)}"
    if plan.decisions:
        what = Counter(decision.what for decision in plan.decisions)
        yield "  columns: " + ", ".join(f"{count} {word}" for word, count in sorted(what.items()))
    for hazard in plan.hazards:
        taken = "refused until accepted" if hazard in plan.refused else "accepted"
        yield f"  {click.style('!', fg='yellow')} {hazard.kind}: {hazard.message} ({taken})"


def _summary(previews: list[str]) -> str:
    if len(previews) == 1:
        return previews[0]
    kinds = Counter(preview.split()[0] for preview in previews)
    return ", ".join(f"{count} × {word}" for word, count in kinds.items())
