"""A migration's script cut into its transactions."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.files import SqlFile
from confiture.ddl.groups import groups, statement_span
from confiture.ddl.script import CopyBlock
from confiture.errors import RecipeError


def sql_file(text: str) -> SqlFile:
    return SqlFile(Path("/p/f.sql"), "f.sql", text, sha256(text.encode()).hexdigest())


def shown(text: str) -> list[tuple[str, list[str]]]:
    return [(g.mode, [p.text.strip() for p in g.pieces]) for g in groups(sql_file(text))]


INDEX = "create index concurrently on t (a);"
LOOSE = (
    "this statement stands outside of the transactions that the file opens (put it between begin"
    " and commit, or remove all of them: a file without them is one transaction)"
)
NO_PLACE = (
    "has no place here (a migration may open transactions by begin and end them by commit, no more)"
)
OUTSIDE = "this statement runs outside of transactions (put it after the commit)"
UPDATE = "update t set a = 1 where a is null;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("-- nothing to do\n/* begin; */\n", []),
        ("begin; commit;", []),
        ("select 1;\nselect 2", [("transaction", ["select 1;", "select 2"])]),
        ("select ';'; -- end\n", [("transaction", ["select ';'; -- end"])]),
        (INDEX, [("apart", [INDEX])]),
        (
            f"select 1; {INDEX} select 2;",
            [("transaction", ["select 1;"]), ("apart", [INDEX]), ("transaction", ["select 2;"])],
        ),
        (f"{INDEX}\n{INDEX}", [("apart", [INDEX]), ("apart", [INDEX])]),
        (
            f"begin;\nselect 1;\ncommit;\n\n{INDEX}\n\nstart transaction;\nselect 2;\nend;\n",
            [("transaction", ["select 1;"]), ("apart", [INDEX]), ("transaction", ["select 2;"])],
        ),
        ("BEGIN WORK;select 1;COMMIT WORK;", [("transaction", ["select 1;"])]),
        (
            "begin;\nselect 1; select 2;\ncommit;\nbegin;\nselect 3;\ncommit;\n-- end\n",
            [("transaction", ["select 1;", "select 2;"]), ("transaction", ["select 3;"])],
        ),
        (
            f"begin; select 1; commit;\n-- confiture: backfill\n{UPDATE}\n",
            [("transaction", ["select 1;"]), ("backfill", [f"-- confiture: backfill\n{UPDATE}"])],
        ),
        (
            f"select 1;\n  --  Confiture: Backfill, in parts\n-- why\n{UPDATE}\nselect 2;",
            [
                ("transaction", ["select 1;"]),
                ("backfill", [f"--  Confiture: Backfill, in parts\n-- why\n{UPDATE}"]),
                ("transaction", ["select 2;"]),
            ],
        ),
        (UPDATE, [("transaction", [UPDATE])]),
        (f"-- a confiture: backfill\n{UPDATE}", [
            ("transaction", [f"-- a confiture: backfill\n{UPDATE}"]),
        ]),
        (
            "savepoint a; release a;\ncreate function f() returns int begin atomic select 1; end;",
            [("transaction", [
                "savepoint a;", "release a;",
                "create function f() returns int begin atomic select 1; end;",
            ])],
        ),
    ],
)  # fmt: skip
def test_groups(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("control", ["{}", "begin;\n{}commit;\n"])
def test_rows_of_a_copy(control: str) -> None:
    text = control.format("select 1;\ncopy t from stdin;\n1\n2\n\\.\nselect 2;\n")
    (group,) = groups(sql_file(text))
    assert [p.data for p in group.pieces if isinstance(p, CopyBlock)] == ["1\n2\n"]
    assert len(group.pieces) == 3


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("select 1;\nbegin;\nselect 2;\n", [
            "2:1 open-transaction this transaction has no COMMIT",
            f"1:1 loose-statement {LOOSE}",
        ]),
        ("begin; select 1; commit;\nselect 2;\nselect 3;", ["2:1 loose-statement"]),
        ("commit;", [
            f"1:1 transaction-control COMMIT {NO_PLACE}",
        ]),
        (
            "begin isolation level serializable; select 1; commit;",
            ["1:1 transaction-control BEGIN ISOLATION LEVEL SERIALIZABLE"],
        ),
        ("start transaction read only; end;", ["1:1 transaction-control START TRANSACTION READ"]),
        ("begin; begin; commit;", ["1:8 transaction-control BEGIN"]),
        ("begin; select 1; rollback; commit;", ["1:18 transaction-control ROLLBACK"]),
        ("prepare transaction 'x';", ["1:1 transaction-control PREPARE TRANSACTION 'X' has"]),
        ("commit prepared 'x';", ["1:1 transaction-control COMMIT"]),
        ("begin; commit prepared 'x'; commit;", ["1:8 transaction-control COMMIT PREPARED"]),
        ("begin; select 1; commit and chain; select 2; commit;", [
            "1:18 transaction-control COMMIT AND CHAIN",
        ]),
        (f"begin;\n{INDEX}\ncommit;", [
            f"2:1 outside-transaction {OUTSIDE}",
        ]),
        (f"begin;\n-- confiture: backfill\n{UPDATE}\ncommit;", ["3:1 outside-transaction"]),
        ("-- confiture: backfill\ndelete from t;", [
            "2:1 bad-backfill only an UPDATE without WITH can be a backfill",
        ]),
        (
            "-- confiture: backfill\nupdate t set a = 1;",
            ["2:1 bad-backfill the WHERE of a backfill leaves out the rows that are done"],
        ),
        ("-- confiture: backfill\nwith a as (select 1) update t set b = 1;", ["2:1 bad-backfill"]),
        ("-- confiture: backfill\nvacuum;", ["2:1 bad-backfill"]),
        ("select 'a;\n", ["1:8 open-quote this quote has no end"]),
        ("\\i other.sql\n", ["1:1 psql-command"]),
        ("copy t from stdin;\n1\n", ["1:1 copy-data"]),
        ("rollback;\ncommit;\nbegin;\n", [
            "1:1 transaction-control ROLLBACK", "2:1 transaction-control COMMIT",
            "3:1 open-transaction",
        ]),
    ],
)  # fmt: skip
def test_faults(text: str, faults: list[str]) -> None:
    """All of them, each at its place."""
    with pytest.raises(RecipeError) as caught:
        groups(sql_file(text))
    found = [
        f"{d.span}".removeprefix("f.sql:") + f" {d.code} {d.message}"
        + (f" ({d.hint})" if d.hint else "")
        for d in caught.value.diagnostics
    ]  # fmt: skip
    assert len(found) == len(faults), found
    for one, expected in zip(found, faults, strict=True):
        assert one.startswith(expected)


def test_places() -> None:
    file = sql_file("select 1;\n\n-- two\n  select 2; vacuum;")
    spans = [str(statement_span(file, p)) for g in groups(file) for p in g.pieces]
    assert spans == ["f.sql:1:1", "f.sql:4:3", "f.sql:4:13"]


PIECES = st.sampled_from(
    [
        "select 1;",
        INDEX,
        f"\n-- confiture: backfill\n{UPDATE}",
        "begin;",
        "commit;",
        "\n-- x\n",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=10).map("".join))
def test_every_statement_is_in_one_group(text: str) -> None:
    try:
        found = groups(sql_file(text))
    except RecipeError:
        return
    pieces = [piece for group in found for piece in group.pieces]
    for word in ("select 1;", INDEX, UPDATE):
        assert sum(word in piece.text for piece in pieces) == text.count(word)
    assert [p.offset for p in pieces] == sorted(p.offset for p in pieces)
    for group in found:
        assert group.pieces
        assert group.mode == "transaction" or len(group.pieces) == 1
