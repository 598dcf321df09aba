"""Comma-separated values with a header, as RFC 4180 has them but for the line ends."""

import csv as library
import io

from confiture.lint.formats import FORMATS
from confiture.lint.report import Report

_FIELDS = ("file", "line", "column", "severity", "code", "about", "message", "hint")


@FORMATS.register("csv")
def csv(report: Report) -> str:
    text = io.StringIO()
    writer = library.DictWriter(text, _FIELDS, lineterminator="\n")
    writer.writeheader()
    for one in report.findings:
        writer.writerow({**one.diagnostic.as_json(), "about": one.about})
    return text.getvalue()
