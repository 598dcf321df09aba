"""Workflow commands, which GitHub shows at the lines of a pull request.

Their syntax and escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from confiture.errors import Diagnostic, Severity
from confiture.lint.formats import FORMATS
from confiture.lint.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@FORMATS.register("github")
def github(report: Report) -> str:
    return "".join(f"{_command(one)}\n" for one in report.diagnostics)


def _command(one: Diagnostic) -> str:
    properties = {"title": one.code}
    if one.span is not None:
        line, column = str(one.span.line), str(one.span.column)
        properties = {"file": one.span.source.name, "line": line, "col": column, **properties}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = one.message if one.hint is None else f"{one.message}\n{one.hint}"
    return f"::{_COMMANDS[one.severity]} {told}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
