"""docs/language.md says what is built: its recipes are right, its tables are the vocabulary's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from confiture import lang
from confiture.lang import vocabulary
from confiture.lang.vocabulary import SettingType
from confiture.model.recipe import CHECKS, HAZARDS
from tests.lang.samples import MASKS

DOCS = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
BLOCKS = re.findall(r"```conf\n(.*?)```", DOCS, re.DOTALL)
FILE_NAME = re.compile(r"# (\S+\.conf)\n")


def test_recipes_are_right(tmp_path: Path) -> None:
    """All blocks are one recipe, but those that begin with the name of a file of their own."""
    main = [block for block in BLOCKS if not FILE_NAME.match(block)]
    for block in BLOCKS:
        if named := FILE_NAME.match(block):
            path = tmp_path / named[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, "utf-8")
    assert lang.check("\n".join(main), root=tmp_path, masks=MASKS) == []


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().split("\n")[0][:40])
def test_recipes_are_formatted(block: str) -> None:
    assert lang.format_text(block) == block


def table(settings: Mapping[str, SettingType]) -> str:
    rows = ["| setting | takes | says | otherwise |", "|---|---|---|---|"]
    for name, setting in settings.items():
        kind = vocabulary.KINDS[setting.kind]
        if setting.choices:
            kind = ", ".join(f"`{choice}`" for choice in setting.choices)
        if setting.maximum is not None:
            kind += f" from {setting.minimum:,} to {setting.maximum:,}".replace(",", "_")
        elif setting.minimum is not None:
            kind += f", at least {setting.minimum}"
        rows.append(f"| `{name}` | {kind} | {setting.doc} | {setting.default or ''} |")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("place", ["ENVIRONMENT", "RECIPE", "BUILD", "SEED", "MIGRATE", "SYNC"])
def test_tables_are_those_of_the_vocabulary(place: str) -> None:
    expected = table(getattr(vocabulary, place))
    assert expected in DOCS, f"docs/language.md lacks this table:\n{expected}"


@pytest.mark.parametrize(
    "words",
    [
        vocabulary.PARAMETER_TYPES,
        vocabulary.SUBJECTS,
        vocabulary.SECRETS,
        CHECKS,
        HAZARDS,
        [*vocabulary.DURATIONS, *vocabulary.SIZES],
    ],
)
def test_every_word_is_there(words: Mapping[str, object] | tuple[str, ...]) -> None:
    assert [word for word in words if not re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", DOCS)] == []
