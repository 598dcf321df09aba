"""Broken recipes: whatever stands in a text, the answer is a recipe or diagnostics with places.

CONFITURE_FUZZ is how many texts are tried.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confiture import lang
from confiture.errors import RecipeError
from tests.lang.samples import MASKS, long_recipe

COUNT = int(os.environ.get("CONFITURE_FUZZ", "5000"))
ROOT = Path(__file__).parent
TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "wrong").glob("*.conf"))]
TEXTS.append(long_recipe(60))
SIGNS = [*"{}()[]\"'`$:;,.*=#\\-<>!%\t\r\n\0é😀\u2028", "$$", "$sql$", "5 m", ":x", "\ud800", "/*"]
WORDS = sorted({word for text in TEXTS for word in re.findall(r"\S+", text)} | set(SIGNS))
LINES = sorted({line for text in TEXTS for line in text.splitlines()})


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A recipe after a few edits such as a hand makes."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        edit = draw(st.sampled_from(["cut", "word", "line", "drop", "double"]))
        if edit == "cut":
            text = text[:start] + text[start + draw(st.integers(1, 40)) :]
        elif edit == "word":
            text = text[:start] + draw(st.sampled_from(WORDS)) + text[start:]
        else:
            lines = text.split("\n")
            at = text.count("\n", 0, start)
            line = {"line": [draw(st.sampled_from(LINES)), lines[at]], "drop": []}
            text = "\n".join([*lines[:at], *line.get(edit, [lines[at]] * 2), *lines[at + 1 :]])
    return text


def examine(text: str) -> None:
    started = time.perf_counter()
    found = lang.check(text, root=ROOT, masks=MASKS)
    assert time.perf_counter() - started < 1
    for one in found:
        assert one.span is not None
        assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.code
        assert re.fullmatch(r"[a-z0-9-]+", one.code)
        assert not one.message.endswith(".")
        assert str(one).startswith(f"error[{one.code}]: ")
    try:
        formatted = lang.format_text(text)
    except RecipeError:
        return
    assert lang.format_text(formatted) == formatted
    again = [one.message for one in lang.check(formatted, root=ROOT, masks=MASKS)]
    assert sorted(again) == sorted(one.message for one in found)


@settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(broken())
def test_broken_recipes(text: str) -> None:
    examine(text)


@settings(max_examples=COUNT // 10, deadline=None, database=None)
@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text())
def test_any_text(text: str) -> None:
    examine(text)
