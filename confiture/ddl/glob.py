"""Patterns of paths: `*`, `?`, `[…]` and `[!…]` within a name, `**` for any directories."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Glob:
    """Any of some patterns. Case counts, and a path is matched whole.

    `**/x.sql` fits `x.sql` too, `old/**` fits all beneath `old`, and `old/` means the same.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [
            (f"{pattern}**" if pattern.endswith("/") else pattern).split("/")
            for pattern in patterns
        ]

    def fits(self, path: str) -> bool:
        """Whether a relative path, its parts joined by `/`, fits one of the patterns."""
        parts = path.split("/")
        return any(_fits(pattern, parts) for pattern in self._patterns)


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    if not pattern or not parts:
        return not pattern and not parts
    first, *rest = pattern
    if first == "**":
        return not rest or any(_fits(rest, parts[skipped:]) for skipped in range(len(parts)))
    return fnmatchcase(parts[0], first) and _fits(rest, parts[1:])
