"""What a mask is, as far as a recipe can get it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskParameter:
    """A parameter of a mask; where `default` is None, the recipe must say it.

    `kind` is text, integer, boolean, choice, or any: a text, a number, a date or a boolean.
    """

    kind: str
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskSignature:
    """A mask's name and parameters, in the order in which a recipe may leave their names out.

    `uniqueness` is constant, lossy, collision-free or bijective.
    """

    name: str
    parameters: Mapping[str, MaskParameter] = field(default_factory=dict)
    keyed: bool
    uniqueness: str
