"""The order of a directory's entries; `files` says which rules hold."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from confiture.errors import Diagnostic, did_you_mean
from confiture.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ORDER_FILE = ".order"
_HEXADECIMAL = re.compile(r"0x([0-9A-Fa-f]+)_")


def alphabetical(names: Iterable[str]) -> list[str]:
    return sorted(names, key=os.fsencode)


def hexadecimal(names: Iterable[str]) -> list[str]:
    """Names with a hexadecimal number first, by number; equal numbers, and the rest, by name."""
    return sorted(names, key=_hexadecimal_key)


def _hexadecimal_key(name: str) -> tuple[bool, int, bytes]:
    number = _HEXADECIMAL.match(name)
    return number is None, int(number[1], 16) if number else 0, os.fsencode(name)


def listed_first(names: list[str], listing: Source) -> tuple[list[str], list[Diagnostic]]:
    """The names with those of an `.order` file first, and what is wrong with that file."""
    faults: list[Diagnostic] = []
    first: list[str] = []
    for line in _lines(listing):
        name = line.text.rstrip("/")
        if name in first:
            faults.append(Diagnostic("order-file", f"{name!r} is listed twice", span=line))
        elif name not in names:
            message = f"there is no {name!r} in this directory"
            hint = did_you_mean(name, names)
            faults.append(Diagnostic("order-file", message, span=line, hint=hint))
        else:
            first.append(name)
    return first + [name for name in names if name not in first], faults


def _lines(listing: Source) -> Iterator[Span]:
    """Each line that names an entry, without the blanks around it."""
    start = 0
    for line in listing.text.split("\n"):
        name = line.strip()
        if name and not name.startswith("#"):
            begin = start + line.index(name)
            yield Span(listing, begin, begin + len(name))
        start += len(line) + 1
