"""Extended statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

NOTHING = ""
PLAIN = "create statistics s on a, b from t;"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, PLAIN),
        (NOTHING, 'create schema "My s"; create statistics "My s"."Odd" on a, "C c" from t'),
        (PLAIN, "create statistics s (ndistinct, mcv) on a, b from t"),
        (PLAIN, 'create statistics s on a, "C c" from t'),
        (PLAIN, "create statistics s on (a + 1), lower(b) from t"),
        (PLAIN, PLAIN + "alter statistics s set statistics 50"),
        (PLAIN + "alter statistics s set statistics 50",
         PLAIN + "alter statistics s set statistics 0"),
        (PLAIN, PLAIN + "comment on statistics s is 'it''s'"),
        (PLAIN, PLAIN + "alter statistics s owner to pg_database_owner"),
        (PLAIN, PLAIN + "alter table t alter a type bigint"),
        (PLAIN, "alter table t drop b"),
    ],
)  # fmt: skip
def test_statistics(pg: embedded.Server, old: str, new: str) -> None:
    table = 'create table t (a int, b text, "C c" int);'
    both_ways(pg, table + old, table + new)


def test_statements(pg: embedded.Server) -> None:
    table = "create table t (a int, b text);"
    there, back = both_ways(
        pg, table + PLAIN, f"{table}{PLAIN} alter statistics s set statistics 50"
    )
    assert there == "alter statistics public.s set statistics 50;"
    assert back == "alter statistics public.s set statistics -1;"
