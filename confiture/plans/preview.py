"""What migrations would do, statement by statement: for people, for tools, and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

import msgspec

from confiture.model.estimate import Estimate, Rates, Size, estimate
from confiture.model.quantities import duration, number, size
from confiture.plans.migrations import Move
from confiture.plans.risk import RISKS, Risk
from confiture.plans.trial import Trial


@dataclass(frozen=True, kw_only=True)
class Line:
    """One statement. `estimate` is None where it was not tried."""

    trial: Trial
    estimate: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`lines` are those of each move; `untried` says why nothing could be tried."""

    environment: str
    moves: tuple[Move, ...]
    lines: tuple[tuple[Line, ...], ...]
    untried: str | None = None

    @property
    def failures(self) -> tuple[Trial, ...]:
        return tuple(line.trial for of in self.lines for line in of if line.trial.error)

    @property
    def risk(self) -> Risk | None:
        """The worst."""
        found = {line.trial.risk for of in self.lines for line in of} - {None}
        return next((risk for risk in RISKS if risk in found), None)


def preview(
    environment: str,
    moves: Iterable[Move],
    trials: Iterable[Iterable[Trial]],
    *,
    sizes: Mapping[str, Size],
    rates: Rates | None,
    untried: str | None,
) -> Preview:
    """With the size of what each statement touches, and how long that may take."""
    return Preview(
        environment=environment,
        moves=tuple(moves),
        lines=tuple(
            tuple(
                Line(
                    trial=one,
                    estimate=estimate(one.effect, sizes, rates) if one.effect else None,
                )
                for one in of_move
            )
            for of_move in trials
        ),
        untried=untried,
    )


# ------------------------------------------------------------------ as text


def text(found: Preview) -> str:
    """For people: each migration, and under it each statement with what it takes."""
    return "".join(f"{line}\n" for line in _text(found))


def _text(found: Preview) -> Iterator[str]:
    if not any(found.lines):
        yield f"{found.environment} is up to date"
        return
    if found.untried:
        yield f"not tried on a scratch copy: {found.untried}"
    for move, lines in zip(found.moves, found.lines, strict=True):
        yield f"{'undo ' if move.down else ''}{move.migration.title}"
        group = 0
        for line in lines:
            if line.trial.group != group:
                group = line.trial.group
                yield f"  {_HEADS[line.trial.mode]}"
            yield f"    {_named(line.trial)}"
            yield f"      {_said(line)}"


_HEADS = {
    "transaction": "transaction",
    "apart": "outside of transactions",
    "backfill": "in parts, each in a transaction",
}


def _named(trial: Trial) -> str:
    return f"{trial.function}() of {trial.place}" if trial.function else _shortened(trial.sql)


def _shortened(sql: str) -> str:
    lines = [line for line in sql.splitlines() if line.strip() and not line.startswith("--")]
    return lines[0] + (" …" if len(lines) > 1 else "") if lines else sql


def _said(line: Line) -> str:
    trial = line.trial
    if trial.error is not None:
        return f"fails: {trial.error.message}"
    if trial.effect is None:
        return "not tried"
    parts = [str(trial.risk)]
    if trial.effect.strongest:
        parts.append(f"{trial.effect.strongest} on {', '.join(_locked(trial))}")
    for word, names in (
        ("writes anew", trial.effect.rewritten),
        ("reads whole", trial.effect.scanned),
        ("builds", trial.effect.built),
    ):
        parts += [f"{word} {', '.join(names)}"] if names else []
    if line.estimate and line.estimate.bytes:
        touched = f"{number(line.estimate.rows)} rows, {size(line.estimate.bytes)}"
        parts.append(touched)
        if line.estimate.seconds is not None:
            parts.append(f"about {duration(line.estimate.seconds)}")
    if trial.on == "target":
        parts.append(f"took {trial.effect.milliseconds:.1f} ms")
    return "; ".join(parts)


def _locked(trial: Trial) -> list[str]:
    locks = trial.effect.locks if trial.effect else ()
    mode = trial.effect.strongest if trial.effect else None
    return sorted({lock.relation for lock in locks if lock.kind == "table" and lock.mode == mode})


# ------------------------------------------------------------------ as data


def as_json(found: Preview) -> bytes:
    document = {
        "format_version": 1,
        "environment": found.environment,
        "untried": found.untried,
        "risk": found.risk,
        "migrations": [
            {
                "version": move.migration.version,
                "name": move.migration.name,
                "direction": "down" if move.down else "up",
                "statements": [_line(line) for line in lines],
            }
            for move, lines in zip(found.moves, found.lines, strict=True)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def _line(line: Line) -> dict[str, object]:
    trial = line.trial
    return {
        "sql": None if trial.function else trial.sql,
        "function": trial.function,
        "place": trial.place,
        "transaction": trial.group if trial.mode == "transaction" else None,
        "mode": trial.mode,
        "risk": trial.risk,
        "seen_on": trial.on if trial.effect or trial.error else None,
        "effect": trial.effect,
        "estimate": line.estimate,
        "error": trial.error.as_json() if trial.error else None,
    }


def html(found: Preview) -> str:
    """A page without scripts."""
    rows = "".join(
        f"<tr><td>{escape(move.migration.title)}</td><td>{line.trial.group}</td>"
        f"<td><pre>{escape(_full(line.trial))}</pre></td><td>{escape(_said(line))}</td></tr>"
        for move, lines in zip(found.moves, found.lines, strict=True)
        for line in lines
    )
    head = "<tr><th>migration</th><th>part</th><th>statement</th><th>what it does</th></tr>"
    return (
        "<!doctype html><meta charset=utf-8><title>Migrations of "
        f"{escape(found.environment)}</title><style>{_STYLE}</style>"
        f"<h1>Migrations of {escape(found.environment)}</h1>"
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def _full(trial: Trial) -> str:
    return _named(trial) if trial.function else trial.sql


_STYLE = (
    ":root{color-scheme:light dark}body{font:14px system-ui;margin:2em}"
    "table{border-collapse:collapse}td,th{border:1px solid #8888;padding:.3em .6em;"
    "text-align:left;vertical-align:top}pre{margin:0;white-space:pre-wrap}"
)
