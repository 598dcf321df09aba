"""What happens at a syntax error: report it, leave the bad sentence out, and parse on.

The parser's stack is unwound to the start of the sentence, and the lexer set behind its end,
so that the cost of an error is the length of its sentence. A bad sentence that opens a block
is replaced by an empty one of its kind, so that the block's sentences are read all the same.
"""

from __future__ import annotations

import re
from typing import Any

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from confiture.errors import Diagnostic
from confiture.lang.messages import Mistake, explain, likely_keyword
from confiture.text import Source

MAX_ERRORS = 50

_CONNECTIVE = r"(?:and|because|else|extends|from|in|into|on|set|to|using|where|with|within)\b"
_PIECE = re.compile(
    r"""(?P<skip> \$\$.*?\$\$ | \$sql\$.*?\$sql\$ | "(?:[^"\\\n]|\\[^\n])*" | `[^`\n]+`
        | \#[^\n]* )
      | (?P<wrap> \r?\n(?:[ \t]*(?:\#[^\n]*)?\r?\n)*[ \t]*(?="""
    + _CONNECTIVE
    + r""") )
      | (?P<line> \r?\n(?:[ \t]*(?:\#[^\n]*)?\r?\n)* )
      | (?P<open> \{ ) | (?P<close> \} ) | (?P<bracket> [\[(] ) | (?P<unbracket> [\])] )""",
    re.DOTALL | re.VERBOSE,
)
_BLANK = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n[ \t]*(?:#[^\n]*)?)*")
_LINE_ENDS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)+[ \t]*(?:#[^\n]*(?=\n))?")

_HEADERS = {
    "environment": "ENVIRONMENT NAME",
    "masking": "MASKING NAME",
    "recipe": "RECIPE NAME",
    "build": "BUILD NAME",
    "seed": "SEED NAME",
    "migrate": "MIGRATE NAME",
    "step": "STEP NAME",
    "sync": "SYNC NAME INTO NAME",
    "mask": "MASK PATTERN",
    "parallel": "PARALLEL",
    "only": "ONLY WHEN NAME CMP NUMBER",
    "for": "FOR EACH NAME IN NAME",
}
"""The shortest sentence that opens each kind of block."""


class Recovery:
    """The syntax errors of a text so far, and where parsing went on after the last."""

    def __init__(self, source: Source, text: str) -> None:
        self.problems: list[Diagnostic] = []
        self.unread: set[str] = set()
        self._source = source
        self._text = text
        self._ended = False
        self._resumed = 0

    def resume(self, error: UnexpectedInput, parser: InteractiveParser) -> bool:
        """Reports the error, and sets the parser behind it; false when it is time to stop."""
        mistake = self._mistake(error, parser)
        self.problems.append(explain(mistake))
        if len(self.problems) == MAX_ERRORS:
            self.problems.append(
                Diagnostic("too-many-errors", "too many errors to go on", mistake.span())
            )
            return False
        if mistake.at_end:
            self._close_all(parser)
            again, self._ended = self._ended, True
            return not again
        if mistake.unclosed is not None:
            self._close_all(parser)
            self._feed(parser, "_NL", at=mistake.sentence)
            self._continue_at(parser, mistake.sentence)
        else:
            self._skip(parser, mistake)
        return True

    def _mistake(self, error: UnexpectedInput, parser: InteractiveParser) -> Mistake:
        expected = _accepts(parser)
        found: Token | None = getattr(error, "token", None)
        offset = error.pos_in_stream if found is None else found.start_pos
        before = [v for v in parser.parser_state.value_stack if isinstance(v, Token)]
        blocks = [token for token in before if token.type == "LBRACE"]
        complete = self._unwind(parser)
        return Mistake(
            source=self._source,
            text=self._text,
            offset=offset or 0,
            found=found,
            expected=expected,
            previous=before[-1] if before else None,
            sentence=self._sentence_start(parser) if not complete else offset or 0,
            openers=_accepts(parser),
            blocks=blocks,
        )

    def _unwind(self, parser: InteractiveParser) -> bool:
        """Sets the stack to the start of the sentence; true if a whole one stood before."""
        state = parser.parser_state
        while state.value_stack:
            top = state.value_stack[-1]
            kind = top.type if isinstance(top, Token) else ""
            if kind == "RBRACE":
                self._feed(parser, "_NL", at=top.end_pos or 0)
                return True
            if kind in ("_NL", "LBRACE"):
                return False
            state.value_stack.pop()
            state.state_stack.pop()
        return False

    def _sentence_start(self, parser: InteractiveParser) -> int:
        stack: list[Any] = parser.parser_state.value_stack
        offset: int = max(self._resumed, (stack[-1].end_pos or 0) if stack else 0)
        blank = _BLANK.match(self._text, offset)
        return blank.end() if blank is not None else offset

    def _skip(self, parser: InteractiveParser, mistake: Mistake) -> None:
        end, brace = self._sentence_end(mistake.sentence, mistake.offset)
        if brace is not None and self._feed_header(parser, mistake, brace):
            self.unread.update(re.findall(r"\w+", self._text[mistake.sentence : brace]))
            self._continue_at(parser, brace)
            return
        if not mistake.blocks and self._text.startswith("}", end):
            end += 1
        self.unread.update(re.findall(r"\w+", self._text[mistake.sentence : end]))
        line_ends = _LINE_ENDS.match(self._text, end)
        self._continue_at(parser, line_ends.end() if line_ends else end)

    def _sentence_end(self, start: int, error: int) -> tuple[int, int | None]:
        """Where a bad sentence ends, and its first `{`.

        Brackets that are never closed must not swallow the sentences below: where a brace
        stands among them, the sentence ends with the line of the error.
        """
        depth = brackets = 0
        first: int | None = None
        line: int | None = None
        for piece in _PIECE.finditer(self._text, start):
            kind, at = piece.lastgroup, piece.start()
            if kind == "line" and at >= error:
                if not depth and not brackets:
                    return at, first
                line = at if line is None else line
            elif kind == "bracket":
                brackets += 1
            elif kind == "unbracket":
                brackets = max(0, brackets - 1)
            elif kind in ("open", "close") and brackets and not depth and line is not None:
                return line, first
            elif kind == "open":
                depth += 1
                first = at if first is None and at >= error else first
            elif kind == "close" and (depth := depth - 1) < 0:
                return at, first
        return (len(self._text) if line is None or depth else line), first

    def _feed_header(self, parser: InteractiveParser, mistake: Mistake, brace: int) -> bool:
        """Opens a block of the bad sentence's kind, where that can be told."""
        header = _HEADERS.get(likely_keyword(mistake))
        if header is None:
            return False
        state = parser.parser_state
        before = list(state.value_stack), list(state.state_stack)
        try:
            for kind in header.split():
                self._feed(parser, kind, at=brace)
        except UnexpectedToken:
            state.value_stack[:], state.state_stack[:] = before
            return False
        return True

    def _close_all(self, parser: InteractiveParser) -> None:
        stack: list[Any] = list(parser.parser_state.value_stack)
        for value in stack:
            if isinstance(value, Token) and value.type == "LBRACE":
                self._feed(parser, "RBRACE", at=len(self._text))

    def _feed(self, parser: InteractiveParser, kind: str, *, at: int = 0) -> None:
        """Feeds an empty token; checks pass by a sentence that has one."""
        parser.feed_token(Token(kind, "", at, end_pos=at))

    def _continue_at(self, parser: InteractiveParser, offset: int) -> None:
        state = parser.lexer_thread.state
        assert state is not None  # noqa: S101 - the parser reads a text
        state.line_ctr.char_pos = self._resumed = offset


def _accepts(parser: InteractiveParser) -> set[str]:
    return parser.accepts()  # type: ignore[no-untyped-call, no-any-return]
