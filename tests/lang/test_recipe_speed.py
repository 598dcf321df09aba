"""Checking a long recipe, and what a mistake costs in it, with room for a busy machine."""

from __future__ import annotations

import time

from confiture import lang
from tests.lang.samples import MASKS, long_recipe

BOUND = 1.5
"""Seconds; the aim is 0.25 on a machine with nothing else to do."""


def seconds(text: str) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        lang.check(text, masks=MASKS)
        times.append(time.perf_counter() - started)
    return min(times)


def test_five_thousand_lines() -> None:
    text = long_recipe(5_000)
    assert lang.check(text, masks=MASKS) == []
    assert seconds(text) < BOUND


def test_mistakes_cost_their_sentences_and_not_the_text() -> None:
    text = long_recipe(5_000).replace("verify counts and", "verify conts adn", 40)
    assert len(lang.check(text, masks=MASKS)) == 40
    assert seconds(text) < BOUND
