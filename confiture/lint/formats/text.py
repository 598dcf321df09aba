"""For people: every finding with its line, and their number at the end."""

from confiture.lint.formats import FORMATS
from confiture.lint.report import Report


@FORMATS.register("text")
def text(report: Report) -> str:
    return str(report)
