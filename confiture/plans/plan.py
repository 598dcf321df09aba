"""The plan: what will be done, to what, in which order, as a value that can be kept and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import msgspec

from confiture.ddl.groups import Mode
from confiture.errors import Diagnostic, RecipeError, UsageError, did_you_mean
from confiture.model.access import Access, SecretReference
from confiture.model.patience import Patience
from confiture.plans.graph import predecessors
from confiture.steps.abc import STEPS, Hazard, Step
from confiture.steps.piece import Piece

FORMAT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Base:
    """The state of an environment that the plan was made for.

    `fingerprint` is that of its schema, None where there was no database.
    """

    environment: str
    system_identifier: str
    database: str
    fingerprint: str | None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What happens to one column: `what` is `masked`, `kept` or `generated`."""

    statement: str
    table: str
    column: str
    what: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Script:
    """Statements that share a transaction, or the one of a mode of its own."""

    mode: Mode
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class WayBack:
    """What takes back a step of `migrate ENV { … }`: `steps` are those of the plan that do it.
    `irreversible` is why there is no `undo`; None there, too, where the recipe says nothing."""

    environment: str
    statement: str
    name: str
    steps: tuple[str, ...]
    undo: tuple[Script, ...]
    irreversible: str | None
    patience: Patience


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`recipe` is the file as the user named it; `accepted` are `HAZARD` or `HAZARD on ENV`;
    `undoes` is the run that it takes back, where it is the plan of an undo."""

    recipe: str
    recipe_digest: str
    parameters: tuple[tuple[str, str], ...]
    accesses: tuple[Access, ...]
    secrets: tuple[SecretReference, ...]
    base: tuple[Base, ...]
    steps: tuple[Step, ...]
    lanes: tuple[tuple[str, int], ...]
    decisions: tuple[Decision, ...]
    hazards: tuple[Hazard, ...]
    accepted: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    ways_back: tuple[WayBack, ...] = field(default=())
    undoes: str | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, as hexadecimal digits."""
        return hashlib.sha256(self.to_json()).hexdigest()

    @cached_property
    def graph(self) -> dict[str, frozenset[str]]:
        return predecessors(self.steps)

    @property
    def refused(self) -> tuple[Hazard, ...]:
        """The hazards that nobody accepted."""
        return tuple(
            hazard
            for hazard in self.hazards
            if hazard.kind not in self.accepted
            and f"{hazard.kind} on {hazard.environment}" not in self.accepted
        )

    def access(self, environment: str) -> Access:
        return next(a for a in self.accesses if a.environment == environment)

    def accepting(self, *hazards: str) -> Plan:
        return replace(self, accepted=tuple(sorted({*self.accepted, *hazards})))

    def only(self, names: Sequence[str]) -> Plan:
        """The plan cut down to steps or statements by id, with the snapshots that they read.

        What the others would have given is taken to hold. Raises UsageError for unknown names.
        """
        known = {step.id for step in self.steps} | {step.statement for step in self.steps}
        for name in names:
            if name not in known:
                raise UsageError(
                    Diagnostic(
                        "unknown-step",
                        f"the plan has no step {name!r}",
                        hint=did_you_mean(name, known) or "see: confiture graph",
                    )
                )
        chosen = {step.id for step in self.steps if {step.id, step.statement} & set(names)}
        needed = {fact for step in self.steps if step.id in chosen for fact in step.needs}
        ephemeral = {fact for fact in needed if fact.ephemeral}
        kept = [step for step in self.steps if step.id in chosen or step.gives & ephemeral]
        given = {fact for step in kept for fact in step.gives}
        return replace(self, steps=tuple(replace(s, needs=s.needs & given) for s in kept))

    def to_json(self) -> bytes:
        """Canonical JSON: sorted keys, no spaces, no times, secrets as references."""
        document = msgspec.to_builtins(replace_steps(self), order="sorted")
        return msgspec.json.encode({"format_version": FORMAT_VERSION, **document}, order="sorted")

    def _repr_html_(self) -> str:
        from confiture.plans.explain import html  # noqa: PLC0415 - explain imports this module

        return html(self)


def replace_steps(plan: Plan) -> dict[str, Any]:
    """The plan's fields, with each step as plain data that names its kind."""
    document = {name: getattr(plan, name) for name in plan.__dataclass_fields__}
    document["steps"] = [
        {"kind": step.kind, **msgspec.to_builtins(step, order="sorted")} for step in plan.steps
    ]
    return document


def from_json(data: bytes, *, name: str) -> Plan:
    """The plan that `to_json` wrote. Raises RecipeError for anything else."""
    try:
        document = msgspec.json.decode(data)
        version = document.pop("format_version")
        steps = tuple(_step(step) for step in document.pop("steps"))
        if version != FORMAT_VERSION:
            raise _not_a_plan(name, f"has format {version}, this version reads {FORMAT_VERSION}")
        plan = msgspec.convert({**document, "steps": ()}, Plan)
    except (msgspec.MsgspecError, AttributeError, KeyError, TypeError) as error:
        raise _not_a_plan(name, f"is not a plan ({error})") from error
    return replace(plan, steps=steps)


def _step(document: dict[str, Any]) -> Step:
    return msgspec.convert(document, STEPS[document.pop("kind")])


def _not_a_plan(name: str, why: str) -> RecipeError:
    return RecipeError(
        Diagnostic("not-a-plan", f"{name} {why}", hint="write one with: confiture plan -o FILE")
    )
