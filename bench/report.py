"""Runs of a bench as a table and as JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """One run: seconds on the wall, seconds of all processors, and bytes at the peak."""

    contender: str
    round: int
    seconds: float
    processor: float
    peak: int


@dataclass(frozen=True)
class Ratio:
    """How many times faster a contender is than another: above 1, it is the faster one."""

    contender: str
    against: str
    median: float


def ratio(runs: Sequence[Measured], contender: str, against: str) -> float | None:
    """How many times faster than the other: the median over the rounds that both ran in."""
    by_round: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for run in runs:
        by_round[run.round][run.contender] = run.seconds
    found = [
        times[against] / times[contender]
        for times in by_round.values()
        if contender in times and against in times
    ]
    return median(found) if found else None


def table(runs: Sequence[Measured], rows: int, against: str) -> Iterator[str]:
    yield (
        f"{'contender':<33}{'runs':>5}{'seconds':>9}{'from–to':>15}"
        f"{'rows/s':>12}{'client CPU':>12}{'peak':>11}{f'× {against}':>15}"
    )
    for name in dict.fromkeys(run.contender for run in runs):
        mine = [run for run in runs if run.contender == name]
        seconds = [run.seconds for run in mine]
        spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
        yield (
            f"{name:<33}{len(mine):>5}{median(seconds):>9.2f}{spread:>15}"
            f"{rows / median(seconds):>12,.0f}{median(run.processor for run in mine):>10.2f} s"
            f"{max(run.peak for run in mine) / _MIB:>7.1f} MiB"
            f"{_shown(ratio(runs, name, against)):>15}"
        )


def ratios(runs: Sequence[Measured], pairs: Iterable[tuple[str, str]]) -> list[Ratio]:
    """Of the pairs that ran."""
    found = ((name, other, ratio(runs, name, other)) for name, other in pairs)
    return [Ratio(name, other, value) for name, other, value in found if value is not None]


def _shown(ratio: float | None) -> str:
    """A dash where the one compared against did not run."""
    return "–" if ratio is None else f"{ratio:.2f}"
