"""Procedural languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

PLAIN = "create language {} handler plpgsql_call_handler"
TRUSTED = PLAIN.format("l").replace("create", "create trusted")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", PLAIN.format("l")),
        ("", PLAIN.format('"L l"') + "; comment on language \"L l\" is 'mine'"),
        (PLAIN.format("l"), TRUSTED),
        (PLAIN.format("l"), PLAIN.format("l") + " inline plpgsql_inline_handler"),
        (PLAIN.format("l"), PLAIN.format("l") + " validator plpgsql_validator"),
        (f"{TRUSTED};", f"{TRUSTED}; revoke usage on language l from public"),
    ],
)
def test_languages(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)
