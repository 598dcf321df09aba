"""Options of foreign objects whose values are secrets: a catalog has their names only."""

from __future__ import annotations

from collections.abc import Iterable


def with_secrets(
    options: Iterable[tuple[str, str]], secrets: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """The options, and an empty value for each secret: whoever knows it sets it afterwards. One
    that is there already stays as it is, since it looks the same on both sides."""
    return (*options, *((name, "") for name in secrets))
