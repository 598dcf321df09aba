"""How a report is written, one format per module, imported when somebody reads FORMATS."""

from collections.abc import Callable

from confiture.lint.report import Report
from confiture.registry import Registry

FORMATS: Registry[Callable[[Report], str]] = Registry("report format", "confiture.lint.formats")
