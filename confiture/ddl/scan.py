"""PostgreSQL's lexical rules, as far as finding the end of a statement needs them.

Follows psql's scanner (src/fe_utils/psqlscan.l) with `standard_conforming_strings` on: it knows
strings, quoted names, dollar quotes, nested comments, parentheses, and the bodies of
`BEGIN ATOMIC`. It reads invalid SQL too, as the server is the judge of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

_IDENTIFIER = r"A-Za-z0-9_$\u0080-\U0010ffff"
_ESCAPED = r"'[^'\\]*+(?:(?:\\[\s\S]|'')[^'\\]*+)*+'"
_NEW_LINE = r"[ \t\f\v]*+(?:--[^\n\r]*+)?[\n\r](?:\s|--[^\n\r]*+[\n\r])*+"
_COMMENT_BORDER = re.compile(r"/\*|\*/")
_BLANK = re.compile(r"(?:\s|--[^\n\r]*+)*+")
_WORD = re.compile(rf"[{_IDENTIFIER}]+")


class Ending(Enum):
    """What ends a stretch of text: a statement's end, or something that no statement may hold."""

    SEMICOLON = auto()
    END_OF_TEXT = auto()
    BACKSLASH = auto()
    OPEN_QUOTE = auto()
    OPEN_COMMENT = auto()


_FAULTS = {"\\": Ending.BACKSLASH, "'": Ending.OPEN_QUOTE, '"': Ending.OPEN_QUOTE}
_PARENTHESES = {"(": 1, ")": -1}


@cache
def _token() -> re.Pattern[str]:
    """What a scan for a statement's end has to look at; compiled (30 ms) at the first use."""
    return re.compile(
        rf"""
          --[^\n\r]*+
        | /\*
        | (?<![{_IDENTIFIER}])[eE]{_ESCAPED}(?:{_NEW_LINE}{_ESCAPED})*+
        | (?<!(?<![{_IDENTIFIER}])[eE])'[^']*+(?:''[^']*+)*+'
        | "[^"]*+(?:""[^"]*+)*+"
        | ['"]
        | (?<![{_IDENTIFIER}])\$(?:[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*+)?\$
        | (?<![{_IDENTIFIER}.])(?i:begin(?=\s+atomic\b)|case|end)(?![{_IDENTIFIER}])
        | [();\\]
        """,
        re.VERBOSE,
    )


@dataclass(frozen=True)
class Boundary:
    """Where a statement ends: `end` is after its semicolon, or at the fault."""

    end: int
    ending: Ending


def end_of_statement(text: str, start: int) -> Boundary:
    """The end of the statement that begins, perhaps with blanks and comments, at `start`."""
    search = _token().search
    position, parentheses, blocks = start, 0, 0
    while token := search(text, position):
        position, word = token.end(), token[0]
        if word == ";" and parentheses <= 0 and blocks == 0:
            return Boundary(position, Ending.SEMICOLON)
        if word in _FAULTS:
            return Boundary(token.start(), _FAULTS[word])
        if word == "/*" or word[0] == "$":
            after = _after_comment(text, token.start()) if word == "/*" else _after_body(token)
            if after is None:
                fault = Ending.OPEN_COMMENT if word == "/*" else Ending.OPEN_QUOTE
                return Boundary(token.start(), fault)
            position = after
        parentheses += _PARENTHESES.get(word, 0)
        blocks = _nested(blocks, word.lower())
    return Boundary(len(text), Ending.END_OF_TEXT)


def skip_blank(text: str, start: int) -> int:
    """The place of the first character that is neither white space nor in a comment."""
    while True:
        blank = _BLANK.match(text, start)
        start = blank.end() if blank else start
        if not text.startswith("/*", start):
            return start
        after = _after_comment(text, start)
        if after is None:
            return start
        start = after


def token_end(text: str, start: int) -> int:
    """The end of the word at a place, or of its one character: what a caret should stand under."""
    word = _WORD.match(text, start)
    return word.end() if word else min(start + 1, len(text))


def _nested(blocks: int, word: str) -> int:
    """How deep a routine's body is after a word: a CASE in it has an END of its own."""
    if word == "begin" or (word == "case" and blocks):
        return blocks + 1
    return max(blocks - 1, 0) if word == "end" else blocks


def _after_comment(text: str, start: int) -> int | None:
    depth = 0
    for border in _COMMENT_BORDER.finditer(text, start):
        depth += 1 if border[0] == "/*" else -1
        if depth == 0:
            return border.end()
    return None


def _after_body(opening: re.Match[str]) -> int | None:
    closing = opening.string.find(opening[0], opening.end())
    return closing + len(opening[0]) if closing >= 0 else None
