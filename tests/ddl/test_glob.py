"""Patterns of paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.glob import Glob


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("*.sql", ["a.sql", ".sql"], ["a/b.sql", "a.sqlx", "A.SQL"]),
        ("**/*.sql", ["a.sql", "a/b.sql", "a/b/c.sql"], ["a/b.csv"]),
        ("a/**/b.sql", ["a/b.sql", "a/x/b.sql", "a/x/y/b.sql"], ["b.sql", "ab.sql", "xa/b.sql"]),
        ("**/old/**", ["old/a.sql", "x/old/y/a.sql"], ["old", "older/a.sql"]),
        ("old/", ["old/a.sql", "old/x/a.sql"], ["old", "x/old/a.sql"]),
        ("**", ["a", "a/b"], []),
        ("a?.sql", ["ab.sql", "aé.sql"], ["a.sql", "a/.sql"]),
        ("[0-9]_*.sql", ["1_a.sql"], ["a_a.sql", "12_a.sql"]),
        ("[!0-9]*", ["a"], ["1", "/a"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[a", ["[a"], ["a"]),
        ("a.b+(c)", ["a.b+(c)"], ["aab+(c)", "a.bb(c)"]),
        ("[^a]", ["^", "a"], ["b"]),
        ("[a\\]", ["a", "\\"], ["b"]),
    ],
)
def test_fits(pattern: str, fitting: list[str], other: list[str]) -> None:
    glob = Glob([pattern])
    assert [path for path in fitting + other if glob.fits(path)] == fitting


def test_any_of_several() -> None:
    assert Glob(["*.sql", "*.csv"]).fits("a.csv")
    assert not Glob([]).fits("a.sql")


@given(st.text(alphabet="ab*?[]!^-/.\\&|~", max_size=8), st.text(alphabet="ab/.[]", max_size=8))
def test_every_pattern_is_one(pattern: str, path: str) -> None:
    Glob([pattern]).fits(path)
