"""Apply the edits of findings to texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from confiture.lint.abc import Edit
from confiture.lint.report import Report
from confiture.text import Source


def mended(report: Report) -> Iterator[tuple[Source, str]]:
    """Each source that edits change, and its text after them; of edits that overlap, the first."""
    by_source: dict[str, list[Edit]] = defaultdict(list)
    for finding in report.findings:
        for edit in finding.edits:
            by_source[edit.span.source.name].append(edit)
    for edits in by_source.values():
        source = edits[0].span.source
        yield source, _applied(source.text, edits)


def _applied(text: str, edits: Iterable[Edit]) -> str:
    pieces, position = [], 0
    places = {(edit.span.start, edit.span.end, edit.text): edit for edit in edits}
    for start, end, new in sorted(places):
        if start >= position:
            pieces += [text[position:start], new]
            position = end
    return "".join((*pieces, text[position:]))
