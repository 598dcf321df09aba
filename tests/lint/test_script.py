"""Files as statements: their places, their transactions, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.errors import RecipeError
from confiture.lint.script import parse
from confiture.text import Source

PIECES = st.sampled_from(
    [
        "select 1;", "-- a comment\n", "/* é */", "begin;", "commit;", "vacuum t;", "  \n",
        "create table é (a int default ';');", "-- confiture: backfill\nupdate t set a = 1;",
        "copy t from stdin;\n1\tx;\n\\.\n",
    ]
)  # fmt: skip


def transactions(text: str) -> list[tuple[str, int | None]]:
    return [(one.text.split()[0], one.transaction) for one in parse(Source("a", text)).statements]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1; select 2", [("select", 0), ("select", 0)]),
        (
            "select 1; create index concurrently i on t (a); select 2;",
            [("select", 0), ("create", None), ("select", 1)],
        ),
        (
            "begin; select 1; commit; begin; select 2; commit;",
            [("begin;", 1), ("select", 1), ("commit;", 1), ("begin;", 3), ("select", 3),
             ("commit;", 3)],
        ),
        ("-- confiture: backfill\nupdate t set a = 1;", [("update", None)]),
        ("begin; vacuum t; commit", [("begin;", 1), ("vacuum", 1), ("commit", 1)]),
        ("", []),
        ("-- nothing\n", []),
    ],
)  # fmt: skip
def test_transactions(text: str, found: list[tuple[str, int | None]]) -> None:
    assert transactions(text) == found


@given(st.lists(PIECES, max_size=8).map("\n".join))
def test_statements_are_in_order_and_lose_nothing(text: str) -> None:
    script = parse(Source("a", text))
    position = 0
    for one in script.statements:
        assert position == one.begin <= one.start < one.end
        position = one.end + len(_data(one.data))
        assert one.node is not None
    rest = text[position:]
    assert not parse(Source("rest", rest)).statements


def _data(data: str | None) -> str:
    return "" if data is None else f"\n{data}\\.\n"


def test_places_count_characters() -> None:
    script = parse(Source("a", "-- é\nalter table é\n  add column ä json, -- ü\n  add b int;\n"))
    (statement,) = script.statements
    commands = statement.tree.cmds
    places = [
        statement.at(getattr(node.alter_table_cmd, "def").column_def.location) for node in commands
    ]
    assert [(place.line, place.column, place.text) for place in places] == [
        (3, 14, "ä json"), (4, 7, "b int"),
    ]  # fmt: skip


def test_what_is_no_sql() -> None:
    with pytest.raises(RecipeError, match="psql-command"):
        parse(Source("a", "\\i other.sql\n"))
