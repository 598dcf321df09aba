"""What a syntax error says: the mistake meant where it can be told, else what was expected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from lark import Token

from confiture.errors import Diagnostic, did_you_mean
from confiture.lang.vocabulary import DURATIONS, SHORT_UNITS, SIZES
from confiture.text import Source, Span

ITEM_KEYWORDS = (
    "include",
    "import",
    "param",
    "let",
    "secret",
    "environment",
    "masking",
    "recipe",
)

_CONTEXTS = {
    "RECIPE": "at the top of a file",
    "BUILD": "in a recipe",
    "STEP": "in a migrate",
    "BACKFILL": "in a step",
    "TAKE": "in a sync",
    "QUOTED": "in rules for columns",
}
"""A terminal that begins a sentence in one place only, and the name of the place."""

_STEP = "`step NAME { … }`"
_PLACES = {
    "take": "`sync A into B { … }`",
    "skip": "`sync A into B { … }`",
    "mask": "`sync A into B { … }`",
    "keep": "`sync A into B { … }`",
    "step": "`migrate ENV { … }`",
    "backfill": _STEP,
    "undo": _STEP,
    "irreversible": _STEP,
    **dict.fromkeys(
        (
            "build",
            "seed",
            "migrate",
            "sync",
            "run",
            "verify",
            "require",
            "accept",
            "parallel",
            "only",
            "for",
        ),
        "`recipe NAME { … }`",
    ),
    **dict.fromkeys(ITEM_KEYWORDS, "the file itself, outside of all braces"),
}

_SIGNS = {
    "EQUAL": "`=`",
    "COLON": "`:`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "CMP": "a comparison (`==`, `<`, …)",
    "_COMMA": "`,`",
    "_NL": "the end of the line",
    "$END": "the end of the file",
    "NAME": "a name",
    "DOTTED": "a name",
    "QUOTED": "a name",
    "HYPHENATED": "a name",
    "PATTERN": "a table",
    "STRING": "a string",
    "SQL": "`$$ … $$`",
    "DURATION": "a duration",
}
_VALUES = frozenset(
    {"STRING", "NUMBER", "DURATION", "SIZE", "PERCENT", "DATE", "CONSTANT", "DOTTED", "LSQB"}
)
_NO_KEYWORDS = frozenset(_SIGNS) | _VALUES
_UNITS = (*DURATIONS, *(f"{unit}s" for unit in DURATIONS if unit not in SHORT_UNITS), *SIZES)
_MANY = 6
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_WORD = re.compile(r"-?\d[\w.]*|[\w*.]+|[=!<>]=|[^\n]")
_NAME = re.compile(r"[A-Za-z_]\w*")
_AMOUNT = re.compile(r"-?\d[\d_]*(?:\.\d+)?([ \t]*)([A-Za-z]+)")
_UNQUOTED = re.compile(r"=[ \t]*([\w.-]+-[\w.-]+)")


@dataclass(frozen=True)
class Mistake:
    """A syntax error: where it is, what stands there, and what could have."""

    source: Source
    text: str
    offset: int
    found: Token | None
    expected: set[str]
    previous: Token | None
    sentence: int
    """Where the bad sentence begins."""
    openers: set[str]
    """The terminals that may begin a sentence there."""
    blocks: list[Token]
    """The open `{`, outermost first."""

    @cached_property
    def at(self) -> int:
        """Where the wrong thing stands: a token may begin with line ends."""
        if self.found is not None and self.found.type == "_NL":
            return self.offset
        match = _BLANK.match(self.text, self.offset)
        return match.end() if match and match.end() < len(self.text) else self.offset

    @cached_property
    def word(self) -> str:
        """The wrong word, number or sign."""
        match = _WORD.match(self.text, self.at)
        return match[0] if match else ""

    @cached_property
    def first_word(self) -> str:
        match = _NAME.match(self.text, self.sentence)
        return match[0] if match else ""

    @property
    def at_end(self) -> bool:
        return self.found is not None and self.found.type == "$END"

    @property
    def at_line_end(self) -> bool:
        return self.at_end or (self.found is not None and self.found.type == "_NL")

    @property
    def unclosed(self) -> Token | None:
        """The `{` that lacks its `}`, when a declaration begins a line inside of a block."""
        begins_line = self.sentence == 0 or self.text[self.sentence - 1] == "\n"
        if self.blocks and begins_line and self.first_word in ITEM_KEYWORDS:
            return self.blocks[-1]
        return None

    def keywords(self, terminals: Iterable[str]) -> list[str]:
        return sorted(name.lower() for name in terminals if name not in _NO_KEYWORDS)

    def span(self, start: int | None = None, end: int | None = None) -> Span:
        first = self.at if start is None else start
        last = first + max(1, len(self.word)) if end is None else end
        size = len(self.source.text)  # the parser reads one line end more
        return Span(self.source, min(first, size), max(min(first, size), min(last, size)))


def likely_keyword(mistake: Mistake) -> str:
    """The keyword that the bad sentence begins with, or that it was meant to."""
    known = mistake.keywords(mistake.openers)
    if mistake.first_word in known:
        return mistake.first_word
    close = difflib.get_close_matches(mistake.first_word, known, n=1, cutoff=0.6)
    return close[0] if close else ""


def explain(mistake: Mistake) -> Diagnostic:
    for targeted in _TARGETED:
        diagnostic = targeted(mistake)
        if diagnostic is not None:
            return diagnostic
    return _expected(mistake)


def _unclosed(m: Mistake) -> Diagnostic | None:
    opener = m.blocks[-1] if m.at_end and m.blocks else m.unclosed
    if opener is None:
        return None
    before = "" if m.at_end else f" before `{m.first_word}`"
    span = m.span(opener.start_pos, opener.end_pos)
    return Diagnostic("unclosed-block", f"`{{` is not closed{before}", span, "add `}`")


def _extra_brace(m: Mistake) -> Diagnostic | None:
    if m.word != "}" or m.blocks:
        return None
    return Diagnostic("extra-brace", "`}` closes nothing", m.span(), "remove it")


_SIGN_MISTAKES = (
    ("'", "single-quotes", "single quotes mean nothing here", 'write strings as "text"'),
    ('"', "unclosed-string", "a string ends with its line", 'add the closing `"`'),
    ("$$", "unclosed-sql", "`$$` is never closed", "close the SQL with `$$`"),
    ("$sql$", "unclosed-sql", "`$sql$` is never closed", "close the SQL with `$sql$`"),
    ("`", "unclosed-name", "a name in backticks ends with its line", "add the closing backtick"),
    (";", "semicolon", "`;` ends nothing", "end the sentence with the line"),
    ("//", "comment", "`//` begins no comment", "write `# …`"),
    ("--", "comment", "`--` begins no comment outside of SQL", "write `# …`"),
    ("/*", "comment", "`/*` begins no comment outside of SQL", "write `# …`"),
    ("$", "sql-quotes", "SQL stands between `$$` and `$$`", "or between `$sql$` and `$sql$`"),
)


def _sign(m: Mistake) -> Diagnostic | None:
    if m.found is not None and m.found.type in ("STRING", "SQL", "QUOTED", "PATTERN"):
        return None
    for sign, code, message, hint in _SIGN_MISTAKES:
        if m.text.startswith(sign, m.at):
            return Diagnostic(code, message, m.span(end=m.at + len(sign)), hint)
    return None


def _unit(m: Mistake) -> Diagnostic | None:
    number = m.previous
    after_number = (
        number is not None
        and number.type == "NUMBER"
        and not m.text[number.end_pos : m.at].strip(" \t")
    )
    start = (number.start_pos or 0) if number is not None and after_number else m.at
    match = _AMOUNT.match(m.text, start)
    if match is None or match[2] in (*_UNITS, *m.keywords(m.expected)):
        return None
    span, said = m.span(start, match.end()), match[0]
    if match[2] in ("m", "M"):
        amount = said[: -1 - len(match[1])]
        hint = f"write `{amount} min` or `{amount} months`"
        return Diagnostic("ambiguous-unit", f"`{said}` may be minutes or months", span, hint)
    hint_or_none = did_you_mean(match[2], _UNITS)
    return Diagnostic("unknown-unit", f"no unit `{match[2]}`", span, hint_or_none)


def _connective(m: Mistake) -> Diagnostic | None:
    line = m.text.rfind("\n", 0, m.at) + 1
    if m.at <= m.sentence or m.text[line : m.at].strip() or not m.word.isidentifier():
        return None
    message = f"`{m.word}` at the start of a line continues the sentence above"
    return Diagnostic("continued", message, m.span(), f"write a name as `` `{m.word}` ``")


def _statement(m: Mistake) -> Diagnostic | None:
    at_first = m.at == m.sentence
    at_second = "EQUAL" in m.expected and m.previous is not None and m.previous == m.first_word
    known = m.keywords(m.openers)
    if not (at_first or at_second) or not m.first_word or m.first_word in known:
        return None
    word = m.first_word
    if at_second and not difflib.get_close_matches(word, (*known, *_PLACES), cutoff=0.6):
        return None
    where = next((said for name, said in _CONTEXTS.items() if name in m.openers), "here")
    span = m.span(m.sentence, m.sentence + len(word))
    if word in _PLACES:
        message = f"`{word}` cannot stand {where}"
        in_step = "STEP" in m.openers and word in ("run", "verify")
        hint = f"it belongs in {_STEP if in_step else _PLACES[word]}"
        return Diagnostic("misplaced-statement", message, span, hint)
    words = "here may stand " + ", ".join(f"`{word}`" for word in known) if known else None
    hint_text = did_you_mean(word, known) or words
    return Diagnostic("unknown-statement", f"no statement `{word}` {where}", span, hint_text)


def _equals(m: Mistake) -> Diagnostic | None:
    if m.word == "=" and m.previous is not None and m.previous.type == "EQUAL":
        span = m.span(m.previous.start_pos, m.at + 1)
        return Diagnostic("wrong-sign", "a setting is set with `=`, not `==`", span, "write `=`")
    want = "=" if "EQUAL" in m.expected else "==" if "CMP" in m.expected else ""
    if not want or m.word not in ("==", ":", "=") or m.word == want:
        return None
    message = f"expected `{want}`, found `{m.word}`"
    return Diagnostic("wrong-sign", message, m.span(), f"write `{want}`")


def _call(m: Mistake) -> Diagnostic | None:
    if m.word != "(" or m.previous is None or m.previous.type not in ("NAME", "DOTTED"):
        return None
    name = str(m.previous)
    if name in ("env", "file", "keyring"):
        hint = f"declare `secret NAME = {name}(…)` and write NAME here"
    else:
        hint = "calls stand only after `secret NAME =` and after `with`"
    span = m.span(m.previous.start_pos, m.previous.end_pos)
    return Diagnostic("misplaced-call", f"`{name}(…)` cannot stand here", span, hint)


def _secret(m: Mistake) -> Diagnostic | None:
    if m.first_word != "secret" or m.found is None or m.found.type != "STRING":
        return None
    hint = 'say where it is found: env("…"), file("…") or keyring("…", "…")'
    span = m.span(end=m.found.end_pos)
    return Diagnostic("literal-secret", "a secret is never written in a recipe", span, hint)


def _hyphen(m: Mistake) -> Diagnostic | None:
    before = m.text[m.at - 1 : m.at]
    text = _UNQUOTED.search(m.text, m.sentence)
    if m.word == "-" and text is not None and text.start() < m.at < text.end():
        hint = f'a text stands in quotes: "{text[1]}"'
        return Diagnostic("bad-name", f"`{text[1]}` is no name", m.span(*text.span(1)), hint)
    if m.word == "-" and (before.isalnum() or before == "_"):
        hint = "use `_`; a name of PostgreSQL may stand in backticks"
        return Diagnostic("bad-name", "a name has no `-`", m.span(), hint)
    if m.found is None and m.word[:1].isalpha():
        hint = "use ASCII letters; a name of PostgreSQL may stand in backticks"
        return Diagnostic("bad-name", f"`{m.word[0]}` in a name", m.span(end=m.at + 1), hint)
    return None


def _place_of_step(m: Mistake) -> Diagnostic | None:
    if m.word != "on" or "BACKFILL" not in m.openers:
        return None
    message = "`on` cannot stand in a step"
    hint = "leave it out: a step runs on the environment of its `migrate`"
    return Diagnostic("misplaced-on", message, m.span(), hint)


_TARGETED: tuple[Callable[[Mistake], Diagnostic | None], ...] = (
    _unclosed,
    _extra_brace,
    _sign,
    _unit,
    _equals,
    _place_of_step,
    _connective,
    _statement,
    _call,
    _secret,
    _hyphen,
)


def _expected(m: Mistake) -> Diagnostic:
    found = "the end of the file" if m.at_end else f"`{m.word}`"
    if m.at_line_end and not m.at_end:
        found = "the end of the line"
    elif m.word in ('"', "`", "$"):
        found = {'"': "a string", "`": "a name in backticks", "$": "SQL"}[m.word]
    wanted = _describe(m)
    message = f"expected {wanted}, found {found}" if wanted else f"{found} cannot stand here"
    hint = None
    if m.word.isidentifier():
        hint = did_you_mean(m.word, m.keywords(m.expected))
    if hint is None and "SQL" in m.expected and not m.at_line_end:
        hint = "SQL stands between `$$` and `$$`"
    start = m.at
    end = (m.found.end_pos or 0) if m.found is not None and m.word in ('"', "`", "$") else None
    return Diagnostic("syntax", message, m.span(start, end), hint)


def _describe(m: Mistake) -> str:
    """`a, b or c`, or nothing where too much could stand."""
    expected = m.expected - ({"$END"} if "_NL" in m.expected else set())
    parts = [] if not expected >= _VALUES else ["a value"]
    if parts:
        expected -= _VALUES | {"NAME"}
    parts += [_SIGNS[name] for name in sorted(expected) if name in _SIGNS and name != "RBRACE"]
    parts += [f"`{word}`" for word in m.keywords(expected)]
    parts = list(dict.fromkeys(parts))
    if not parts or len(parts) > _MANY:
        return ""
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
