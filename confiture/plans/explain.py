"""A plan for a notebook: static HTML without scripts, ids or times."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from confiture.plans.plan import Plan


def html(plan: Plan) -> str:
    """The steps, the columns, and the hazards of a plan as tables."""
    parts = [f"<p><b>Plan</b> <code>{plan.digest[:12]}</code> of {escape(plan.recipe)}</p>"]
    if plan.hazards:
        rows = (
            (h.kind, h.message, "refused until accepted" if h in plan.refused else "accepted")
            for h in plan.hazards
        )
        parts.append(_table(("hazard", "what", ""), rows))
    steps = ((s.statement, s.preview(), s.environment) for s in plan.steps)
    parts.append(_table(("statement", "step", "environment"), steps))
    if plan.decisions:
        columns = ((d.table, d.column, d.what, d.detail) for d in plan.decisions)
        table = _table(("table", "column", "", "how"), columns)
        parts.append(f"<details><summary>what happens to every column</summary>{table}</details>")
    return "".join(parts)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
