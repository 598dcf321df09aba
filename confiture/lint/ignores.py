"""Comments that let a finding be: `-- confiture: ignore RULE[, RULE] because …`.

One before a statement, or behind its end on the same line, holds for the whole statement; one
inside holds for its own line and the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from confiture.errors import did_you_mean
from confiture.lint.abc import RULES, Edit, Found, Rule
from confiture.lint.report import Finding, finding
from confiture.lint.script import Script
from confiture.text import Span

_IGNORE = re.compile(r"--\s*confiture:\s*ignore\b(?P<names>.*?)(?:\bbecause\b(?P<reason>.*))?$")
_WORD = re.compile(r"[^\s,]+")


@dataclass(frozen=True, eq=False)
class Ignore:
    """A comment; `first` and `last` are the offsets between which findings are let be."""

    span: Span
    rules: tuple[tuple[str, Span], ...]
    reason: str
    first: int
    last: int

    def covers(self, one: Finding) -> bool:
        place = one.diagnostic.span
        return (
            place is not None
            and place.source.name == self.span.source.name
            and self.first <= place.start < self.last
            and any(name == one.diagnostic.code for name, _ in self.rules)
        )


def without_ignored(
    findings: Iterable[Finding], scripts: Iterable[Script], rules: Collection[Rule]
) -> list[Finding]:
    """The findings that no comment lets be, and what is wrong with the comments."""
    ignores = [one for script in scripts for one in _ignores(script)]
    kept: list[Finding] = []
    used: set[tuple[Ignore, str]] = set()
    for one in findings:
        covering = [ignore for ignore in ignores if ignore.covers(one)]
        used |= {(ignore, one.diagnostic.code) for ignore in covering}
        if not covering:
            kept.append(one)
    by_name = {rule.name: rule for rule in rules}
    for ignore in ignores:
        for name, found in _faults(ignore, used, by_name.keys()):
            if name in by_name:
                kept.append(finding(by_name[name], found, found.span))
    return kept


def _ignores(script: Script) -> Iterator[Ignore]:
    for comment in script.comments:
        match = _IGNORE.match(comment.text)
        if match:
            at = comment.start
            names = tuple(
                (word[0], Span(comment.source, at + word.start(), at + word.end()))
                for word in _WORD.finditer(comment.text, *match.span("names"))
            )
            first, last = _reach(script, comment)
            yield Ignore(comment, names, (match["reason"] or "").strip(" :.…"), first, last)


def _reach(script: Script, comment: Span) -> tuple[int, int]:
    """From where to where a comment holds."""
    text = script.source.text
    for one in script.statements:
        if one.start <= comment.start < one.end:
            first = text.rfind("\n", 0, comment.start) + 1
            own = text.find("\n", comment.start)
            following = text.find("\n", own + 1) if own >= 0 else -1
            alone = not text[first : comment.start].strip()
            last = (following if alone else own) if own >= 0 else -1
            return first, last if last >= 0 else len(text)
        if one.end <= comment.start and "\n" not in text[one.end : comment.start]:
            return one.start, one.end
        if comment.start < one.start and comment.start >= one.begin:
            return one.start, one.end
    return comment.start, comment.start


def _faults(
    ignore: Ignore, used: set[tuple[Ignore, str]], run: Collection[str]
) -> Iterator[tuple[str, Found]]:
    if not ignore.reason:
        hint = "write why: -- confiture: ignore RULE because …"
        yield "ignore-without-reason", Found("this comment gives no reason", hint, span=ignore.span)
    if not ignore.rules:
        hint = "name the rule: -- confiture: ignore RULE because …"
        yield "unused-ignore", Found("this comment names no rule", hint, span=ignore.span)
    gone = [name for name, _ in ignore.rules if (ignore, name) not in used and name in run]
    edits = (_removal(ignore.span),) if len(gone) == len(ignore.rules) else ()
    for name, span in ignore.rules:
        if name not in RULES:
            hint = did_you_mean(name, RULES) or "confiture lint --rules lists all rules"
            yield "unused-ignore", Found(f"there is no rule {name!r}", hint, span=span)
        elif name in gone:
            message = f"there is no finding of {name} here"
            yield "unused-ignore", Found(message, "remove it", span=span, edits=edits)


def _removal(comment: Span) -> Edit:
    """Takes the comment away, with its line where nothing else is on it."""
    text = comment.source.text
    line = text.rfind("\n", 0, comment.start) + 1
    start = comment.start
    while start > line and text[start - 1] in " \t":
        start -= 1
    alone = start == line and text.startswith("\n", comment.end)
    return Edit(Span(comment.source, start, comment.end + alone), "")
