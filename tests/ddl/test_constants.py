"""Values in the place of parameters: PostgreSQL reads them back as they were."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confiture.ddl.constants import with_constants
from tests.conftest import Database

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("sql", "values", "expected"),
    [
        ("update t set a = $1", ["x'; drop table t --"], "UPDATE t SET a = 'x''; drop table t --'"),
        (
            "update t set a = $2, b = $1, c = $2",
            [1, True],
            "UPDATE t SET a = true, b = 1, c = true",
        ),
        ("update t set a = $1 where b = '$1'", [0], "UPDATE t SET a = 0 WHERE b = '$1'"),
        ("update t set a = $1, b = $2", [None, False], "UPDATE t SET a = NULL, b = false"),
        ("update t set a = $1", [-(2**40)], "UPDATE t SET a = -1099511627776"),
    ],
)
def test_statements(sql: str, values: list[object], expected: str) -> None:
    assert with_constants(sql, values) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, texts=st.lists(TEXTS).map(tuple), number=st.integers(-(2**62), 2**62))
def test_round_trip(database: Database, text: str, texts: tuple[str, ...], number: int) -> None:
    sql = with_constants("select $1::text, $2::text[], $3::int8", [text, texts, number])
    with psycopg.connect(database.dsn) as connection:
        assert connection.execute(sql.encode()).fetchone() == (text, list(texts), number)
