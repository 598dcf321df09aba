"""Expressions as PostgreSQL prints them, so that it reads the same ones."""

from __future__ import annotations

import re

_ELEMENT = r"(?:(?:'(?:[^']|'')*'|NULL)::character varying|[a-z_][a-z0-9_$]*)"
_STRINGS = re.compile(
    rf"\((ARRAY\[(?=[^\]]*::character varying){_ELEMENT}(?:, {_ELEMENT})*\])\)::text\[\]"
)


def reread(text: str) -> str:
    """The text that is parsed to what the given one was printed from.

    PostgreSQL prints `code in ('a', 'b')` of a varchar column as one cast of the whole array, and
    reads that as casts of its elements. A type for the array keeps the casts apart.
    """
    return _STRINGS.sub(r"(\1::character varying[])::text[]", text)
