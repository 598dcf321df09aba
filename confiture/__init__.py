"""Confiture builds, seeds, masks and moves PostgreSQL databases, from recipes.

import confiture as cf

recipe = cf.load("recipes/quickstart.conf")
plan = cf.plan(recipe)
for event in cf.apply(plan):
    print(event)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from confiture.api import apply, plan, read_plan, resume
    from confiture.errors import ConfitureError, Diagnostic, RecipeError
    from confiture.execute.events import Event, State
    from confiture.execute.report import Report
    from confiture.inspection import diff
    from confiture.past import undo
    from confiture.plans.diff import Diff
    from confiture.plans.plan import Plan
    from confiture.recipes import check, load, loads

_HOMES = {
    "apply": "confiture.api",
    "check": "confiture.recipes",
    "diff": "confiture.inspection",
    "load": "confiture.recipes",
    "loads": "confiture.recipes",
    "plan": "confiture.api",
    "read_plan": "confiture.api",
    "resume": "confiture.api",
    "undo": "confiture.past",
    "ConfitureError": "confiture.errors",
    "Diagnostic": "confiture.errors",
    "RecipeError": "confiture.errors",
    "Event": "confiture.execute.events",
    "State": "confiture.execute.events",
    "Diff": "confiture.plans.diff",
    "Plan": "confiture.plans.plan",
    "Report": "confiture.execute.report",
}

__all__ = [
    "ConfitureError",
    "Diagnostic",
    "Diff",
    "Event",
    "Plan",
    "RecipeError",
    "Report",
    "State",
    "apply",
    "check",
    "diff",
    "load",
    "loads",
    "plan",
    "read_plan",
    "resume",
    "undo",
]


def __getattr__(name: str) -> Any:
    """Import on first use, so that `import confiture` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'confiture' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
