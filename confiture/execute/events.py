"""What a run tells: values that terminals, notebooks and schedulers show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    SKIPPED = "skipped"
    """Done by an earlier process of the same run."""
    STARTED = "started"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to a step, or to the run (`step` is None then).

    `rows` and `bytes` are totals of the step so far, `seconds` its time so far (the run's time,
    for the run). `message` is an error's text when `state` is failed, and what a step waits for
    while it is running.
    """

    run: str
    step: str | None
    state: State
    rows: int = 0
    bytes: int = 0
    seconds: float = 0.0
    message: str | None = None
