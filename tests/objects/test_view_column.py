"""What is said of one column of a view: comments, privileges, storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

VIEW = "create materialized view m as select 1 as a, 'x'::text as b"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "comment on column m.a is 'a'"),
        ("comment on column m.a is 'a'", "comment on column m.a is 'b'"),
        ("", "grant select (a) on m to public"),
        ("alter materialized view m alter a set statistics 50", ""),
        (
            "alter materialized view m alter b set storage external",
            "alter materialized view m alter b set storage main",
        ),
        ("", "alter materialized view m alter b set compression pglz"),
        ("", "alter materialized view m alter b set (n_distinct = 5)"),
        (
            "",
            (
                "alter materialized view m alter b set storage external;"
                "alter materialized view m alter b set statistics 0"
            ),
        ),
    ],
)
def test_columns(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, f"{VIEW}; {old}", f"{VIEW}; {new}")


def test_columns_of_a_view_that_is_made(pg: embedded.Server) -> None:
    both_ways(
        pg,
        "create schema app",
        f"create schema app; {VIEW}; alter materialized view m alter b set storage external;"
        "alter materialized view m alter b set (n_distinct = 5); comment on column m.b is 'b'",
    )
