"""What a statement may cost or spoil, by what it is for and what was seen of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from confiture.model.effects import BLOCKS_WRITES, Effect

Risk: TypeAlias = Literal["data-loss", "rewrite", "lock", "irreversible", "reversible", "additive"]
RISKS: tuple[Risk, ...] = (
    "data-loss", "rewrite", "lock", "irreversible", "reversible", "additive",
)  # fmt: skip
"""From the worst to the least."""
WARNED: frozenset[Risk] = frozenset({"data-loss", "rewrite", "lock"})


def risk(effect: Effect | None, *, loses: bool, changes_rows: bool, adds: bool) -> Risk:
    """The worst of what a statement does.

    It `loses` rows or values, `changes_rows`, which nothing takes back, or only `adds`. `lock` is
    one that keeps writers out of a table for as long as it takes to read all of it.
    """
    if loses:
        return "data-loss"
    if effect is not None and effect.rewritten:
        return "rewrite"
    if effect is not None and is_long_lock(effect):
        return "lock"
    if changes_rows:
        return "irreversible"
    return "additive" if adds else "reversible"


def is_long_lock(effect: Effect) -> bool:
    """Whether writers wait while whole tables are read or indexes built."""
    return effect.strongest in BLOCKS_WRITES and bool(
        effect.scanned or effect.built or effect.rewritten
    )
