"""Published pairs of schemas, from the old one to the new one and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from confiture.pg import embedded
from tests.conftest import SHARED_DATA, project_directory
from tests.plans.pairs import converge, places

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = SHARED_DATA / "schema-pairs"


def listed() -> list[dict[str, Any]]:
    index = PAIRS / "index.json"
    pairs: list[dict[str, Any]] = json.loads(index.read_text()) if index.exists() else []
    return pairs


LISTED = listed()

# What PostgreSQL cannot do without making a table anew, or dropping what it holds.
IMPOSSIBLE = {
    "migra/extversions": "an extension has no way back to an older version",
    "migra/partitioning": "a table becomes partitioned, and a partitioned one a plain table",
    "pgschema/create_table_issue_495_partition_constraint_convergence": (
        "the NOT NULL of an attached partition changes its name"
    ),
    "migra/inherit2": "a column becomes inherited that the table had itself",
}


@pytest.fixture(scope="module")
def server() -> Iterator[embedded.Server]:
    with project_directory() as root, embedded.lease(root) as server:
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
            for role in {role for pair in LISTED for role in pair["roles"]}:
                connection.execute(f"create role {role}".encode())
        yield server


@pytest.mark.skipif(not LISTED, reason="no schema-pairs; set CONFITURE_SHARED_DATA")
@pytest.mark.parametrize("pair", LISTED, ids=lambda pair: f"{pair['source']}/{pair['name']}")
def test_pair(server: embedded.Server, pair: dict[str, Any]) -> None:
    name = f"{pair['source']}/{pair['name']}"
    if name in IMPOSSIBLE:
        pytest.xfail(IMPOSSIBLE[name])
    with places(server, "old", "new") as (old, new):
        for place, file in ((old, "old.sql"), (new, "new.sql")):
            setup = PAIRS / name / "setup.sql"
            if setup.exists():
                place.run(setup.read_text())
            place.run((PAIRS / name / file).read_text())
        sides = [(place.read(), place.dump()) for place in (old, new)]
        converge(old, sides[0][0], *sides[1])
        converge(new, sides[1][0], *sides[0])
