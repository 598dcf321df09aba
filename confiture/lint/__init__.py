"""Lint: rules about schemas and migrations, which judge values that others have read.

Nothing here talks to a database; importing this package registers all rules.
"""

from confiture.lint import rules as _rules  # noqa: F401 - registers them
from confiture.lint.abc import RULES, Edit, Found, Rule
from confiture.lint.choose import choose
from confiture.lint.migration import Migration, Step
from confiture.lint.report import Finding, Report
from confiture.lint.run import lint
from confiture.lint.schema import Schema

__all__ = [
    "RULES",
    "Edit",
    "Finding",
    "Found",
    "Migration",
    "Report",
    "Rule",
    "Schema",
    "Step",
    "choose",
    "lint",
]
