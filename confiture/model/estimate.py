"""How much a statement touches, and how long that takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from confiture.model.effects import Effect


@dataclass(frozen=True, slots=True)
class Size:
    """Of a table: its rows, as the server estimates them, and its bytes."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Bytes of a table that a server reads whole, writes anew, or indexes, in a second."""

    scan: float
    rewrite: float
    index: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a statement reads or writes; `seconds` is None where that is not known."""

    rows: int
    bytes: int
    seconds: float | None


def estimate(effect: Effect, sizes: Mapping[str, Size], rates: Rates | None) -> Estimate:
    """A table that is written anew is read for that, and its indexes are built anew with it."""
    touched = {*effect.rewritten, *effect.scanned} & sizes.keys()
    return Estimate(
        rows=sum(sizes[name].rows for name in touched),
        bytes=sum(sizes[name].bytes for name in touched),
        seconds=None if rates is None
        else sum(sizes[name].bytes / _rate(name, effect, rates) for name in touched),
    )  # fmt: skip


def _rate(name: str, effect: Effect, rates: Rates) -> float:
    if name in effect.rewritten:
        return rates.rewrite
    return rates.index if effect.built else rates.scan
