"""The language: recipe text to a checked `Recipe`, and back to text in its one layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from confiture.errors import Diagnostic, RecipeError
from confiture.lang.check import check_recipe, digest
from confiture.lang.expand import expand, resolve_environments, resolve_parameters
from confiture.lang.files import Reading, find_root, read_file, read_text
from confiture.lang.format import format_text
from confiture.model.privacy import MaskSignature
from confiture.model.recipe import Recipe

__all__ = [
    "check",
    "expand",
    "format_text",
    "load",
    "loads",
    "resolve_environments",
    "resolve_parameters",
]


def load(path: Path | str, *, masks: Mapping[str, MaskSignature]) -> Recipe:
    """The recipe of a file. Raises RecipeError with everything that is wrong."""
    path = Path(path)
    return _recipe(read_file(path, root=find_root(path)), masks, path.resolve())


def loads(
    text: str,
    *,
    name: str = "<recipe>",
    root: Path | None = None,
    masks: Mapping[str, MaskSignature],
) -> Recipe:
    """The recipe of a text; its relative paths begin at `root`, the current directory if None."""
    return _recipe(_reading(text, name, root), masks, None)


def check(
    source: Path | str,
    *,
    name: str = "<recipe>",
    root: Path | None = None,
    masks: Mapping[str, MaskSignature],
) -> list[Diagnostic]:
    """Everything that is wrong with the recipe of a path (`Path`) or of a text (`str`)."""
    if isinstance(source, Path):
        reading = read_file(source, root=find_root(source) if root is None else root.resolve())
    else:
        reading = _reading(source, name, root)
    check_recipe(reading, masks=masks, path=None)
    return _sorted(reading)


def _reading(text: str, name: str, root: Path | None) -> Reading:
    return read_text(text, name=name, root=(Path.cwd() if root is None else root).resolve())


def _recipe(reading: Reading, masks: Mapping[str, MaskSignature], path: Path | None) -> Recipe:
    recipe = check_recipe(reading, masks=masks, path=path)
    if recipe is None:
        raise RecipeError(*_sorted(reading))
    return replace(recipe, digest=digest(reading))


def _sorted(reading: Reading) -> list[Diagnostic]:
    """The problems file by file, in the order of the text, each once."""
    numbers = {id(file.source): number for number, file in enumerate(reading.files)}

    def place(problem: Diagnostic) -> tuple[int, int]:
        span = problem.span
        return (-1, 0) if span is None else (numbers.get(id(span.source), -1), span.start)

    unique = {
        (place(problem), problem.code, problem.message): problem for problem in reading.problems
    }
    return [problem for _, problem in sorted(unique.items(), key=lambda entry: entry[0][0])]
