"""Unfinished runs of a project: the plan of each, kept until the run is done.

The journals in the databases say which steps are done; this folder only says what there is to
go on with, so that `resume` finds a run whose database was not even made.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from confiture.errors import Diagnostic, UsageError, did_you_mean


@dataclass(frozen=True)
class Unfinished:
    run: str
    path: Path


def new_id() -> str:
    """An id that sorts by time: `20261122T154233-9f2c1a`."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def keep(root: Path, run: str, plan: bytes) -> None:
    """Write the plan where `unfinished` finds it, whole or not at all."""
    folder = _folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{run}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(plan)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{run}.json")


def finish(root: Path, run: str) -> None:
    (_folder(root) / f"{run}.json").unlink(missing_ok=True)


def unfinished(root: Path) -> list[Unfinished]:
    """The latest first."""
    paths = sorted(_folder(root).glob("*.json"), reverse=True)
    return [Unfinished(path.stem, path) for path in paths]


def find(root: Path, run: str | None) -> Unfinished:
    """The run of that id, or the latest. Raises UsageError when there is none."""
    runs = unfinished(root)
    for candidate in runs:
        if run is None or candidate.run == run:
            return candidate
    if run is None:
        raise UsageError(
            Diagnostic("nothing-to-resume", f"no unfinished run in {root}", hint="confiture runs")
        )
    hint = did_you_mean(run, [candidate.run for candidate in runs]) or (
        "what it did stays; apply the recipe again. Runs that can go on: "
        + (", ".join(candidate.run for candidate in runs) or "none")
    )
    raise UsageError(Diagnostic("unknown-run", f"no unfinished run {run!r} in {root}", hint=hint))


def _folder(root: Path) -> Path:
    return root / ".confiture" / "runs"
