"""Source text, places in it, and the snippet with a caret that a diagnostic shows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, eq=False)
class Source:
    """A text and the name that users know it by (a path, or `<cell>`)."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both from 1; columns count characters."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")


@dataclass(frozen=True, eq=False)
class Span:
    """Half-open range of character offsets in a source."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"

    def snippet(self) -> str:
        """The span's first line, numbered, with carets under the span."""
        line, column = self.source.position(self.start)
        text = self.source.line(line)
        gutter = " " * len(str(line))
        # Tabs stay tabs under a tab, so that the caret stands where the eye looks.
        indent = "".join("\t" if char == "\t" else " " for char in text[: column - 1])
        width = max(1, min(self.end - self.start, len(text) - column + 1))
        return f"{gutter} |\n{line} | {text}\n{gutter} | {indent}{'^' * width}"
