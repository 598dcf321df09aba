"""Recipes, read and checked, with the masks that they may call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from confiture import _kernel, lang
from confiture.errors import Diagnostic
from confiture.model.privacy import MaskParameter, MaskSignature
from confiture.model.recipe import Recipe


def load(path: str | Path) -> Recipe:
    """The checked recipe in a file. Raises RecipeError with everything that is wrong with it."""
    return lang.load(Path(path), masks=mask_signatures())


def loads(text: str, *, name: str = "<recipe>", root: Path | None = None) -> Recipe:
    """As `load`, from text; relative paths resolve below `root` (the current directory)."""
    return lang.loads(text, name=name, root=root or Path.cwd(), masks=mask_signatures())


def check(path: str | Path) -> list[Diagnostic]:
    """Everything that is wrong with a recipe file, without looking at a database."""
    return lang.check(Path(path), masks=mask_signatures())


@cache
def mask_signatures() -> Mapping[str, MaskSignature]:
    """The masks of the kernel, as the language checks calls of them."""
    return {
        mask.name: MaskSignature(
            name=mask.name,
            parameters={
                parameter.name: MaskParameter(
                    kind=parameter.kind if "any" not in mask.types else "any",
                    default=parameter.default,
                    choices=tuple(parameter.choices),
                )
                for parameter in mask.parameters
            },
            keyed=mask.keyed,
            uniqueness=mask.uniqueness,
        )
        for mask in _kernel.masks()
    }
