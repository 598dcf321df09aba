"""Expressions as PostgreSQL prints them, so that it reads the same ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ELEMENT = r"(?:(?:'(?:[^']|'')*'|NULL)::character varying|[a-z_][a-z0-9_$]*)"
_STRINGS = re.compile(
    rf"\((ARRAY\[(?=[^\]]*::character varying){_ELEMENT}(?:, {_ELEMENT})*\])\)::text\[\]"
)
_PART = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[^'"()]+|.""")


def reread(text: str) -> str:
    """The text that is parsed to what the given one was printed from.

    PostgreSQL prints `code in ('a', 'b')` of a varchar column as one cast of the whole array, and
    reads that as casts of its elements. A type for the array keeps the casts apart. It prints
    `a between 1 and 9 and b` as `(a >= 1 and a <= 9) and b`, and reads that as one AND of three.
    A cast of the first part, which makes no difference, keeps it apart.
    """
    return _nested(_STRINGS.sub(r"(\1::character varying[])::text[]", text))


@dataclass
class _Group:
    """What stands in parentheses, as far as it was read: itself without what stands in others, and
    where the first of these ends, if it begins with that, and which word joins its parts."""

    text: str = ""
    first_end: int = 0
    first_word: str | None = None

    @property
    def word(self) -> str | None:
        return next((word for word in ("AND", "OR") if f" {word} " in self.text), None)


def _nested(text: str) -> str:
    done: list[str] = []
    groups = [_Group()]
    for part in _PART.findall(text):
        done.append(part)
        if part == "(":
            groups.append(_Group())
        elif part == ")" and len(groups) > 1:
            inner = groups.pop()
            if inner.word and inner.word == inner.first_word:
                done.insert(inner.first_end, "::boolean")
            if not groups[-1].text:
                groups[-1].first_end, groups[-1].first_word = len(done), inner.word
            groups[-1].text += "()"
        else:
            groups[-1].text += part if part[0] not in "'\"" else "x"
    return "".join(done)
