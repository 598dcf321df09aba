"""What a user sees for each mistake: `wrong/NAME.conf` renders as `wrong/NAME.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from confiture import lang
from confiture.errors import RecipeError
from tests.lang.samples import MASKS

WRONG = Path(__file__).parent / "wrong"


@pytest.mark.parametrize("path", sorted(WRONG.glob("*.conf")), ids=lambda path: path.stem)
def test_diagnostics(path: Path) -> None:
    found = lang.check(path.read_text("utf-8"), name=path.name, root=WRONG, masks=MASKS)
    assert "\n\n".join(map(str, found)) + "\n" == path.with_suffix(".txt").read_text("utf-8")


def test_loads_raises_all_that_check_finds() -> None:
    text = (WRONG / "unknown-names.conf").read_text("utf-8")
    with pytest.raises(RecipeError) as caught:
        lang.loads(text, name="x.conf", root=WRONG, masks=MASKS)
    assert list(caught.value.diagnostics) == lang.check(text, root=WRONG, masks=MASKS)


def test_every_mistake_has_its_place() -> None:
    for path in WRONG.glob("*.conf"):
        text = path.read_text("utf-8")
        for found in lang.check(text, root=WRONG, masks=MASKS):
            assert found.span is not None
            assert found.span.text, f"{path.name}: {found}"


UNREAD = """
secret key = env("K"
environment a { }
environment b { }
recipe r { sync a into b { key = key } }
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # A name that an unreadable sentence may declare is not reported as unknown too.
        (UNREAD, ["syntax"]),
        # As many errors as there are, up to a limit.
        ("let x = 5 m\n" * 40, ["ambiguous-unit"] * 40),
        ("let x = 5 m\n" * 80, [*["ambiguous-unit"] * 50, "too-many-errors"]),
        # Below a broken line all else is still checked.
        ('let = 1\nrecipe r { build nowhere from "db" }', ["syntax", "unknown-environment"]),
        ("let x = 1\n\0", ["bad-character"]),
        ('let x = "\ud800"', ["bad-character"]),
        ("let x = " + "[" * 100, ["too-large"]),
        ("x " * 250_000, ["too-large"]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_codes(text: str, codes: list[str]) -> None:
    assert [found.code for found in lang.check(text, masks=MASKS)] == codes
