"""The one layout of a recipe: what is written where, and nothing of what it means.

Walks the parser's tokens, so that a line ends where the grammar says; what stands between two
tokens is layout: line ends, blank lines and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lark import Token

from confiture.errors import RecipeError
from confiture.lang.parser import parse
from confiture.text import Source

_INDENT = "  "
_LAYOUT = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*")
_COMMENT = re.compile(r"#[^\n]*")
_UNIT = re.compile(r"(?<=[\d.])[ \t]*(?=[A-Za-z])")
_TIGHT_BEFORE = frozenset({"_COMMA", "RPAR", "RSQB", "LPAR", "COLON"})
_TIGHT_AFTER = frozenset({"LPAR", "LSQB"})
_OPENING = frozenset({"LPAR", "LSQB"})
_CLOSING = frozenset({"RPAR", "RSQB"})


class _Word(NamedTuple):
    """A token without layout, and the layout before it."""

    kind: str
    text: str
    before: str
    ends_sentence: bool
    """Whether the layout before ends a sentence."""


def format_text(text: str, *, name: str = "<recipe>") -> str:
    """The text in the one layout. Raises RecipeError where it cannot be parsed."""
    text = text.removeprefix("\ufeff")
    parsed = parse(Source(name, text))
    if parsed.problems:
        raise RecipeError(*parsed.problems)
    return format_tokens(text, parsed.tokens)


def format_tokens(text: str, tokens: Sequence[Token]) -> str:
    """As `format_text`, for a text that was parsed into these tokens."""
    writer = _Writer()
    words = list(_words(text, tokens))
    broken = _broken_blocks(words)
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else None
        if _is_dropped(word, following):
            continue
        writer.write(word, broken=position in broken)
    end = next((token.end_pos or 0 for token in reversed(tokens) if token.type != "_NL"), 0)
    writer.finish(text[end:])
    return writer.text()


def _words(text: str, tokens: Sequence[Token]) -> Iterator[_Word]:
    done = 0
    held = ""
    ends_sentence = False
    for token in tokens:
        kind, start, end = token.type, token.start_pos or 0, token.end_pos or 0
        if kind == "_NL":
            ends_sentence = True
            continue
        if kind == "_COMMA" or kind in _CLOSING:
            layout = _LAYOUT.match(text, start)
            start = layout.end() if layout is not None else start
        if kind == "_COMMA" or kind in _OPENING:
            end = start + 1
        before, held = held + text[done:start], ""
        if kind == "_COMMA" and "\n" in before:  # a comma ends its line
            before, held = "", before
        yield _Word(kind, _spelled(kind, text[start:end]), before, ends_sentence)
        done, ends_sentence = end, False


def _spelled(kind: str, text: str) -> str:
    if kind in ("DURATION", "SIZE"):
        return _UNIT.sub(" ", text, count=1)
    if kind == "PERCENT":
        return text[:-1].rstrip() + "%"
    return text


def _broken_blocks(words: Sequence[_Word]) -> set[int]:
    """Positions of the braces of all blocks that do not stand on one line."""
    broken: set[int] = set()
    opened: list[int] = []
    lines = 0
    lines_at: list[int] = []
    for position, word in enumerate(words):
        lines += word.before.count("\n")
        if word.kind == "LBRACE":
            opened.append(position)
            lines_at.append(lines)
        elif word.kind == "RBRACE":
            start = opened.pop()
            is_empty = position == start + 1 and "#" not in word.before
            if lines_at.pop() != lines and not is_empty:
                broken.update((start, position))
    return broken


def _is_dropped(word: _Word, following: _Word | None) -> bool:
    """Whether a comma ends a list whose bracket closes on the same line."""
    return (
        word.kind == "_COMMA"
        and following is not None
        and following.kind in _CLOSING
        and "\n" not in following.before
    )


class _Writer:
    """Lines so far, and how deep the next one stands."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._brackets = 0
        self._continued = False
        self._last = ""

    def write(self, word: _Word, *, broken: bool) -> None:
        closes = word.kind == "RBRACE"
        ends_sentence = word.ends_sentence and not closes
        starts = ends_sentence or (broken and closes) or self._last == "LBRACE*"
        self._brackets -= word.kind in _CLOSING
        if starts or (not self._line and not self._lines):
            self._continued = False
            self._start_line(word, self._depth - (closes and broken))
        elif "\n" in word.before and not closes and self._last != "LBRACE":
            self._continued = self._continued or not self._within_brackets(word)
            depth = self._depth + self._continued + self._brackets
            self._end_line(word.before, depth, blank=False)
            self._line = _INDENT * depth
        elif self._line.strip():
            self._line += self._space(word)
        self._line += word.text
        self._depth += broken * ((word.kind == "LBRACE") - closes)
        self._brackets += word.kind in _OPENING
        self._last = "LBRACE*" if word.kind == "LBRACE" and broken else word.kind

    def finish(self, layout: str) -> None:
        self._end_line(layout, 0, blank=True)
        self._drop_blank()

    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def _within_brackets(self, word: _Word) -> bool:
        return self._brackets > 0 or word.kind in _CLOSING

    def _start_line(self, word: _Word, depth: int) -> None:
        closes = word.kind == "RBRACE"
        self._end_line(word.before, depth + closes, blank=True)
        if closes:
            self._drop_blank()
        self._line = _INDENT * depth

    def _end_line(self, layout: str, depth: int, *, blank: bool) -> None:
        """Ends the line with the comment behind it, then writes comments and a blank line."""
        lines = layout.replace("\r", "").split("\n")
        comment = _COMMENT.search(lines[0])
        if comment is not None:
            self._line += ("  " if self._line else "") + comment[0].rstrip()
        if self._line:
            self._lines.append(self._line)
        self._line = ""
        for number, line in enumerate(lines[1:], start=1):
            if line.strip():
                if _COMMENT.match(line.strip()):
                    self._lines.append(_INDENT * depth + line.strip())
            elif blank and number < len(lines) - 1 and self._may_be_blank():
                self._lines.append("")

    def _may_be_blank(self) -> bool:
        return bool(self._lines) and self._lines[-1] != "" and not self._opens_block()

    def _opens_block(self) -> bool:
        return self._last == "LBRACE*" and not self._lines[-1].lstrip().startswith("#")

    def _drop_blank(self) -> None:
        if self._lines and self._lines[-1] == "":
            self._lines.pop()

    def _space(self, word: _Word) -> str:
        tight = word.kind in _TIGHT_BEFORE or self._last in _TIGHT_AFTER
        return "" if tight else " "
