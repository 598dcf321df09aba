"""Short spellings of the model's values, for expectations; spans are never compared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from confiture.model.declarations import ColumnName, ColumnRule, MaskCall, Reference, Scalar, Sql
from confiture.model.recipe import Action, Pattern, Stage, StageRun, Sync, Undo
from confiture.text import Source, Span

ROOT = Path("/project")
ANY = Span(Source("", ""), 0, 0)
ENVIRONMENTS = """
environment local { embedded = "shop" }
environment test { embedded = "test" }
secret key = env("KEY")
"""


def environment(name: str) -> Reference:
    return Reference(name, ANY)


def call(mask: str, domain: str | None = None, **arguments: Scalar) -> MaskCall:
    return MaskCall(mask=mask, arguments=arguments, domain=domain, span=ANY)


def rule(*columns: str, mask: MaskCall | None = None, reason: str | None = None) -> ColumnRule:
    names = tuple(ColumnName(name=column, span=ANY) for column in columns)
    return ColumnRule(columns=names, mask=mask, reason=reason, span=ANY)


def pattern(*parts: str) -> Pattern:
    return Pattern(parts=parts, span=ANY)


def sql(text: str, numbered: str | None = None, *names: str) -> Sql:
    return Sql(text, numbered or text, names, span=ANY)


def stage_run(text: str, *, within: timedelta | None = None) -> StageRun:
    return StageRun(sql=sql(text), file=None, within=within, span=ANY)


def stage(
    name: str,
    *actions: Action,
    doc: str | None = None,
    undo: Undo | None = None,
    irreversible: str | None = None,
) -> Stage:
    return Stage(
        name=name, doc=doc, actions=actions, undo=undo, irreversible=irreversible, span=ANY
    )


def sync(**parts: Any) -> Sync:
    nothing: dict[str, Any] = {
        "source": "local", "target": "test", "key": None, "release": None, "workers": 2,
        "takes": (), "skips": (), "masks": (), "keep_others": None, "checks": (), "span": ANY,
    }  # fmt: skip
    return Sync(**{**nothing, **parts})
