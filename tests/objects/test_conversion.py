"""Conversions between encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_CONVERSION = "conversion c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"create {_CONVERSION}"),
        (f"create {_CONVERSION}", f"create default {_CONVERSION}"),
        (f"create {_CONVERSION}", f"create {_CONVERSION} comment on conversion c is 'c'"),
        ("", "create conversion \"C c\" for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1"),
    ],
)
def test_conversions(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)
