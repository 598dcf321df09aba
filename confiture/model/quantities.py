"""Quantities as people read them."""

from __future__ import annotations

_KILO = 1000.0
_MINUTE = 60
_SHORT = 10


def size(count: float) -> str:
    """Bytes in decimal units: `1.3 MB`."""
    if count < _KILO:
        return f"{count:.0f} B"
    for unit in ("kB", "MB", "GB"):
        count /= _KILO
        if count < _KILO:
            return f"{count:.1f} {unit}"
    return f"{count / _KILO:.1f} TB"


def number(count: int) -> str:
    return f"{count:,}"


def duration(seconds: float) -> str:
    """`0.42 s`, `12.3 s`, `3 min 05 s`."""
    if seconds < _SHORT:
        return f"{seconds:.2f} s"
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    return f"{int(seconds // _MINUTE)} min {int(seconds % _MINUTE):02d} s"
