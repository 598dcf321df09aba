"""Foreign servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

WRAPPER = "create foreign data wrapper w;"
TABLE = "create foreign table t (a int) server s;"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create server s foreign data wrapper w"),
        ("", "create server s type 't' version '1' foreign data wrapper w options (a 'b')"),
        ("", 'create server "S s" foreign data wrapper w options ("A a" \'\')'),
        (
            "create server s foreign data wrapper w",
            "create server s type '' foreign data wrapper w",
        ),
        (
            f"create server s foreign data wrapper w; {TABLE}",
            f"create server s version '1' foreign data wrapper w options (host 'a'); {TABLE}",
        ),
        (
            "create server s foreign data wrapper w options (a '1', b '2')",
            "create server s version '2' foreign data wrapper w options (b '3', c '4')",
        ),
        (
            "create server s foreign data wrapper w",
            (
                "create server s foreign data wrapper w; comment on server s is 'far';"
                " grant usage on foreign server s to public"
            ),
        ),
        (
            "create server s foreign data wrapper w",
            "create foreign data wrapper v; create server s foreign data wrapper v",
        ),
        ("", "create extension postgres_fdw; create server s foreign data wrapper postgres_fdw"),
        (
            "create server s foreign data wrapper w",
            f"create server s foreign data wrapper w;{TABLE}",
        ),
    ],
)
def test_servers(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, WRAPPER + old, WRAPPER + new)
