"""Text to tree: loads the grammar, and parses on after a syntax error."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import lark
from lark.exceptions import UnexpectedInput

from confiture import collecting
from confiture.errors import Diagnostic, RecipeError
from confiture.lang import tree
from confiture.lang.recovery import Recovery
from confiture.text import Source, Span

MAX_TOKENS = 200_000
MAX_DEPTH = 64

_QUOTED = r"""\$\$.*?\$\$|\$sql\$.*?\$sql\$|"(?:[^"\\\n]|\\[^\n])*"|`[^`\n]+`|\#[^\n]*"""
_BRACKET = re.compile(_QUOTED + r"|[][{}()]", re.DOTALL)
_BAD = re.compile("[\\0\ud800-\udfff]")
_NESTING = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}
_PIECE = re.compile(_QUOTED + r"|[\w*]+|[^\s\w]", re.DOTALL)


class Parsed(NamedTuple):
    """The sentences that could be read, and what was wrong with the others.

    `unread` holds the words of the others: a name among them may well have been declared.
    """

    items: list[tree.Item]
    tokens: list[lark.Token]
    problems: list[Diagnostic]
    unread: frozenset[str]


class _NameEverywhere:
    """Makes the contextual lexer read `into2` as one word, not as `into` and `2`."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[lark.Token]) -> Iterator[lark.Token]:
        return stream


def grammar_text() -> str:
    """The grammar; in a checkout the file beside this module is a link into `grammar/`."""
    return Path(__file__).with_name("confiture.lark").read_text("utf-8")


@cache
def grammar() -> lark.Lark:
    """The parser, built once; its tables are kept in the user's cache directory.

    The file's name holds a hash of all that the tables depend on, and it is moved into place
    whole, so that processes of any version may run at the same time. Without a writable
    cache directory the tables are built anew (0.2 s).
    """
    text = grammar_text()
    made_by = f"{lark.__version__} {platform.python_implementation()} {platform.python_version()}"
    key = hashlib.sha256(f"{made_by}\n{text}".encode()).hexdigest()
    cached = _cache_directory() / f"grammar-{key[:32]}.lark"
    try:
        if cached.is_file():
            return _build(text, cached)
        cached.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=cached.parent)
    except OSError:
        return _build(text, None)
    os.close(descriptor)
    built = _build(text, Path(name))
    Path(name).replace(cached)
    return built


def _cache_directory() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "confiture"


def _build(text: str, cached: Path | None) -> lark.Lark:
    return lark.Lark(
        text,
        parser="lalr",
        lexer="contextual",
        postlex=cast("Any", _NameEverywhere()),
        transformer=cast("Any", tree.BUILDERS),
        maybe_placeholders=True,
        cache=str(cached) if cached else False,
    )


def parse(source: Source) -> Parsed:
    """All sentences of a source that can be read, and a diagnostic for each that cannot."""
    text = source.text + "\n"
    try:
        _refuse_unreasonable(source)
    except RecipeError as error:
        return Parsed([], [], list(error.diagnostics), frozenset(_words(text)))
    with collecting.paused():
        return _parse(text, Recovery(source, text))


def _parse(text: str, recovery: Recovery) -> Parsed:
    tokens: list[lark.Token] = []
    parser = grammar().parse_interactive(text)
    state = parser.parser_state
    while True:
        try:
            for token in parser.lexer_thread.lex(state):  # type: ignore[no-untyped-call]
                tokens.append(token)
                state.feed_token(token)
            items = cast("list[tree.Item]", state.feed_token(_end(text), is_end=True))
            return Parsed(items, tokens, recovery.problems, frozenset(recovery.unread))
        except UnexpectedInput as error:
            if not recovery.resume(error, parser):
                return Parsed([], [], recovery.problems, frozenset(_words(text)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _end(text: str) -> lark.Token:
    return lark.Token("$END", "", len(text), end_pos=len(text))


def _refuse_unreasonable(source: Source) -> None:
    """Bounds time and depth of recursion, before any is spent."""
    text = source.text
    if (bad := _BAD.search(text)) is not None:
        message = f"character U+{ord(bad[0]):04X} cannot stand in a recipe"
        raise RecipeError(Diagnostic("bad-character", message, _span(source, bad)))
    if len(text) > MAX_TOKENS:
        for number, piece in enumerate(_PIECE.finditer(text)):
            if number >= MAX_TOKENS:
                message = f"more than {MAX_TOKENS:_} words and signs in one file"
                raise RecipeError(Diagnostic("too-large", message, _span(source, piece)))
    if text.count("{") + text.count("[") + text.count("(") <= MAX_DEPTH:
        return
    depth = 0
    for piece in _BRACKET.finditer(text):
        depth = max(0, depth + _NESTING.get(piece[0], 0))
        if depth > MAX_DEPTH:
            message = f"brackets are nested more than {MAX_DEPTH} deep"
            raise RecipeError(Diagnostic("too-large", message, _span(source, piece)))


def _span(source: Source, piece: re.Match[str]) -> Span:
    return Span(source, piece.start(), piece.end())
