"""Runs of a bench as a table and as JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Literal

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


@dataclass(frozen=True)
class Goal:
    """The time of a contender is wanted to be at most `limit` times another's, or `limit` seconds;
    or its speed at least `limit` times another's."""

    contender: str
    what: Literal["time", "speed", "seconds"]
    against: str
    limit: float


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


def table(
    runs: Sequence[Measured], against: str | None = None, *, rows: int | None = None
) -> Iterator[str]:
    """A line for each contender: with its speed beside another's, and with what it did in a second
    where it went through `rows`. Nothing where nobody ran."""
    if not runs:
        return
    width = max(33, *(len(run.contender) + 1 for run in runs))
    rate = "" if rows is None else f"{'rows/s':>12}"
    compared = "" if against is None else f"{f'× {against}':>15}"
    yield (
        f"{'contender':<{width}}{'runs':>5}{'seconds':>9}{'from–to':>15}"
        f"{rate}{'client CPU':>12}{'peak':>11}{compared}"
    )
    for name in dict.fromkeys(run.contender for run in runs):
        mine = [run for run in runs if run.contender == name]
        seconds = [run.seconds for run in mine]
        spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
        rate = "" if rows is None else f"{rows / median(seconds):>12,.0f}"
        compared = "" if against is None else f"{_shown(ratio(runs, name, against)):>15}"
        yield (
            f"{name:<{width}}{len(mine):>5}{median(seconds):>9.2f}{spread:>15}"
            f"{rate}{median(run.processor for run in mine):>10.2f} s"
            f"{max(run.peak for run in mine) / _MIB:>7.1f} MiB{compared}"
        )


def ratios(runs: Sequence[Measured], pairs: Iterable[tuple[str, str]]) -> list[Ratio]:
    """Of the pairs that ran."""
    found = ((name, other, ratio(runs, name, other)) for name, other in pairs)
    return [Ratio(name, other, value) for name, other, value in found if value is not None]


def reached(runs: Sequence[Measured], goals: Iterable[Goal]) -> Iterator[str]:
    """What came of each goal whose contenders ran, for people."""
    for goal in goals:
        if goal.what == "seconds":
            mine = [run.seconds for run in runs if run.contender == goal.contender]
            if mine:
                yield f"{goal.contender}: {median(mine):.2f} s (wanted: at most {goal.limit:g} s)"
            continue
        speed = ratio(runs, goal.contender, goal.against)
        if speed is None:
            continue
        found, bound = (1 / speed, "most") if goal.what == "time" else (speed, "least")
        yield (
            f"{goal.contender}: {found:.2f} × the {goal.what} of {goal.against}"
            f" (wanted: at {bound} {goal.limit:g})"
        )


def _shown(ratio: float | None) -> str:
    """A dash where the one compared against did not run."""
    return "–" if ratio is None else f"{ratio:.2f}"
