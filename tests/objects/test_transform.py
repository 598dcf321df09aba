"""Transforms of types for procedural languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_FROM = "from sql with function prsd_lextype(internal)"
_TO = "to sql with function int4recv(internal)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"create transform for int language sql ({_FROM}, {_TO})"),
        (
            f"create transform for int language sql ({_FROM})",
            f"create transform for int language sql ({_FROM}, {_TO})",
        ),
        (
            f"create transform for int language sql ({_FROM})",
            f"""create transform for int language sql ({_FROM});
                comment on transform for int language sql is 't'""",
        ),
    ],
)
def test_transforms(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)
