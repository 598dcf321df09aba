"""SARIF 2.1.0, which code scanners read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

import msgspec

from confiture.errors import Severity
from confiture.lint.abc import RULES, Rule
from confiture.lint.formats import FORMATS
from confiture.lint.report import Finding, Report
from confiture.text import Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


@FORMATS.register("sarif")
def sarif(report: Report) -> str:
    names = sorted({one.code for one in report.diagnostics})
    driver = {
        "name": "confiture",
        "version": metadata.version("confiture"),
        "rules": [_rule(RULES[name]) if name in RULES else {"id": name} for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, names) for one in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Finding, names: list[str]) -> dict[str, Any]:
    told = one.diagnostic
    text = told.message if told.hint is None else f"{told.message}\n{told.hint}"
    place: dict[str, Any] = {}
    if told.span is not None:
        place["physicalLocation"] = _physical(told.span)
    if one.about is not None:
        place["logicalLocations"] = [{"fullyQualifiedName": one.about}]
    return {
        "ruleId": told.code,
        "ruleIndex": names.index(told.code),
        "level": _LEVELS[told.severity],
        "message": {"text": text},
        "locations": [place] if place else [],
    }


def _physical(span: Span) -> dict[str, Any]:
    end_line, end_column = span.source.position(span.end)
    return {
        "artifactLocation": {"uri": span.source.name},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": end_line,
            "endColumn": end_column,
        },
    }
