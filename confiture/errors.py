"""Diagnostics, and the exceptions with the exit code that each means.

ConfitureError          1   a step, a server or a file failed
├─ RecipeError          4   the recipe, or what it names, is wrong
├─ CheckFailed          4   a `verify` or `require` did not hold
├─ HazardRefused        1   the plan needs a hazard that nobody accepted
├─ StalePlan            3   the databases are not what the plan was made for
├─ RunInProgress        1   another run holds the environment
├─ DatabaseError        1   a server refused a statement, or could not be reached
├─ UsageError           64  the command line is wrong
└─ Interrupted          130 stopped by the user, can be resumed
"""

from __future__ import annotations

import difflib
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from confiture.text import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Diagnostic:
    """The one thing that users see about their input."""

    code: str
    message: str
    span: Span | None = field(default=None, compare=False)
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        if self.span is not None:
            lines.append(f"  --> {self.span}")
            lines.extend(f"  {line}" for line in self.span.snippet().splitlines())
        if self.hint is not None:
            lines.append(f"  help: {self.hint}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, str | int | None]:
        """Plain data for tools; `line` and `column` from 1."""
        span = self.span
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "file": span.source.name if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
            "hint": self.hint,
        }

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


class ConfitureError(Exception):
    """Something failed; `diagnostics` says what, where and how to go on."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics: Sequence[Diagnostic] = diagnostics

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.diagnostics))


class RecipeError(ConfitureError):
    exit_code = 4


class CheckFailed(ConfitureError):
    exit_code = 4


class HazardRefused(ConfitureError):
    exit_code = 1


class StalePlan(ConfitureError):
    exit_code = 3


class RunInProgress(ConfitureError):
    exit_code = 1


class DatabaseError(ConfitureError):
    """`sqlstate` is None where no server answered; `position` counts characters from 1."""

    def __init__(
        self, *diagnostics: Diagnostic, sqlstate: str | None = None, position: int | None = None
    ) -> None:
        super().__init__(*diagnostics)
        self.sqlstate = sqlstate
        self.position = position


class UsageError(ConfitureError):
    exit_code = 64


class Interrupted(ConfitureError):
    exit_code = 130


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the known word closest to a wrong one, or None."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else None
