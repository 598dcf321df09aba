"""One JSON document."""

import msgspec

from confiture.lint.formats import FORMATS
from confiture.lint.report import Finding, Report


@FORMATS.register("json")
def json(report: Report) -> str:
    """`line` and `column` from 1; `about` is the object of the catalog."""
    document = {"format_version": 1, "findings": [_told(one) for one in report.findings]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _told(one: Finding) -> dict[str, object]:
    return {**one.diagnostic.as_json(), "about": one.about, "fixable": bool(one.edits)}
