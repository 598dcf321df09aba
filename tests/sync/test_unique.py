"""A million addresses under a unique key stay a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .syncing import Pair

ROWS = 1_000_000


def test_a_million_addresses(pair: Pair) -> None:
    pair.source.run("create table people (id int, email varchar(60) not null)")
    pair.source.run(
        "insert into people select i, 'person.' || i || '@corp.com'"
        f" from generate_series(1, {ROWS}) i"
    )
    pair.target.run("create table people (id int, email varchar(60) not null unique)")
    pair.sync(
        """key = masking_key
        mask people { email with email }
        keep others because "numbers"
        verify counts and constraints and masks"""
    )
    query = "select count(distinct email), count(*) filter (where email like '%@example.com')"
    assert pair.target.rows(f"{query} from people") == [(ROWS, ROWS)]
