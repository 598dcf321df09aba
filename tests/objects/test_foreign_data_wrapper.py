"""Foreign-data wrappers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create foreign data wrapper w"),
        ("", "create foreign data wrapper \"W w\" options (\"An option\" 'it''s', b '\\')"),
        ("create foreign data wrapper w", "create foreign data wrapper w options (a '1')"),
        (
            "create foreign data wrapper w options (a '1', b '2')",
            "create foreign data wrapper w options (b '3', c '4')",
        ),
        (
            "create foreign data wrapper w options (a '1')",
            "create foreign data wrapper w validator postgresql_fdw_validator",
        ),
        (
            "create foreign data wrapper w",
            "create foreign data wrapper w; comment on foreign data wrapper w is 'w'",
        ),
        (
            "create foreign data wrapper w",
            "create foreign data wrapper w; grant usage on foreign data wrapper w to public",
        ),
        (
            "create extension file_fdw; create foreign data wrapper w",
            "create extension file_fdw; create foreign data wrapper w handler file_fdw_handler",
        ),
    ],
)
def test_foreign_data_wrappers(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)
