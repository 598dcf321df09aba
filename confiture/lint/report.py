"""What lint has found, as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from confiture.errors import Diagnostic, Severity
from confiture.lint.abc import Edit, Found, Rule
from confiture.text import Span


@dataclass(frozen=True)
class Finding:
    """What users see of a fault, what it is about, and the edits that mend it, if any do."""

    diagnostic: Diagnostic
    about: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Report:
    """Findings in the order of their places; those without one, of databases, come first."""

    findings: tuple[Finding, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(one.diagnostic for one in self.findings)

    @property
    def failed(self) -> bool:
        """Whether a finding is an error."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)

    @property
    def summary(self) -> str:
        """`1 error, 2 warnings`; empty where nothing was found."""
        counts = Counter(one.severity for one in self.diagnostics)
        return ", ".join(
            f"{counts[one]} {one}{'' if counts[one] == 1 else 's'}"
            for one in Severity
            if counts[one]
        )

    def __str__(self) -> str:
        return "".join(f"{one}\n\n" for one in self.diagnostics) + (
            f"{self.summary}\n" if self.findings else ""
        )

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def finding(rule: Rule, found: Found, span: Span | None) -> Finding:
    """What a rule has found, at a place or at none."""
    diagnostic = Diagnostic(rule.name, found.message, span, found.hint, rule.severity)
    about = str(found.about) if found.about else None
    return Finding(diagnostic, about, found.edits)


def report(findings: Iterable[Finding]) -> Report:
    """Each finding once, in order."""
    unique = {_place(one): one for one in findings}
    return Report(tuple(unique[key] for key in sorted(unique)))


def _place(one: Finding) -> tuple[str, int, str, str, str]:
    diagnostic = one.diagnostic
    span = diagnostic.span
    name, start = (span.source.name, span.start) if span else ("", -1)
    return name, start, diagnostic.code, one.about or "", diagnostic.message
