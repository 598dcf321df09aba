"""SQL files cut into what goes to the server."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.files import SqlFile
from confiture.ddl.script import (
    CopyBlock,
    Part,
    Statements,
    dump,
    parse_script,
    parse_scripts,
    place,
    split,
    syntax_error,
)
from confiture.errors import RecipeError
from confiture.text import Source

if TYPE_CHECKING:
    import psycopg

    from confiture.pg import embedded
    from tests.conftest import Database


def parts_of(text: str) -> tuple[Part, ...]:
    return parse_script(text, Source("f.sql", text))


def sql_file(name: str, text: str) -> SqlFile:
    return SqlFile(Path("/p") / name, name, text, hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("-- nothing\n", [("-- nothing\n", True)]),
        ("SELECT 1; SELECT 2;\n", [("SELECT 1; SELECT 2;\n", True)]),
        (
            "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY ON t (a);\n\nSELECT 1",
            [
                ("CREATE TABLE t (a int);", True),
                ("\nCREATE INDEX CONCURRENTLY ON t (a);", False),
                ("\n\nSELECT 1", True),
            ],
        ),
        (
            "VACUUM;\nVACUUM;\n-- end\n",
            [("VACUUM;", False), ("\nVACUUM;\n-- end\n", False)],
        ),
        ("-- first\nVACUUM", [("-- first\nVACUUM", False)]),
    ],
)
def test_statements(text: str, parts: list[tuple[str, bool]]) -> None:
    found = parts_of(text)
    assert all(isinstance(part, Statements) for part in found)
    assert [(p.text, p.transactional) for p in found if isinstance(p, Statements)] == parts


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "SELECT 1;\nCOPY t (a) FROM stdin;\n1\n\\N\n\\\\.\n\\.\n\n\nSELECT 2;",
            [("\nCOPY t (a) FROM stdin;", "1\n\\N\n\\\\.\n")],
        ),
        ("COPY t FROM stdin;\n\\.\n", [("COPY t FROM stdin;", "")]),
        ("COPY t FROM stdin; \r\n1\r\n\\.\r\n", [("COPY t FROM stdin;", "1\r\n")]),
        ("COPY t FROM stdin;\n'; /* \\c\n\\.", [("COPY t FROM stdin;", "'; /* \\c\n")]),
        (
            "COPY a FROM stdin;\n1\n\\.\nCOPY b FROM stdin CSV;\n2\n\\.\n-- end\n",
            [("COPY a FROM stdin;", "1\n"), ("COPY b FROM stdin CSV;", "2\n")],
        ),
    ],
)
def test_copy_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    found = [part for part in parts_of(text) if isinstance(part, CopyBlock)]
    assert [(block.text, block.data) for block in found] == blocks
    for block in found:
        assert text[block.offset :].startswith(block.text)
        assert text[block.data_offset :].startswith(block.data)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("SELECT 1;\n\\c other\n", [r"f.sql:2:1 \c is a command of psql"]),
        ("  \\i a.sql\n\\ir b.sql\n", [r"f.sql:1:3 \i is a", r"f.sql:2:1 \ir is a"]),
        ("\\restrict\nSELECT 1;\n \\unrestrict abc\n", ["f.sql:1:1 \\restrict", "f.sql:3:2"]),
        ("SELECT 1\n\\unrestrict abc\n", ["f.sql:2:1 \\unrestrict is a command"]),
        ("\\restrict abc\nSELECT 1;\n\\c x\n\\unrestrict abc", ["f.sql:3:1 \\c is a command"]),
        ("SELECT 1 \\gx", [r"f.sql:1:10 \gx is a command of psql"]),
        ("\\.\n", [r"f.sql:1:1 \. is a command of psql"]),
        ("BEGIN;\nSELECT 1;\nCOMMIT;", ["f.sql:1:1 BEGIN controls", "f.sql:3:1 COMMIT controls"]),
        ("SELECT 1;\n/* a */ rollback ;", ["f.sql:2:9 ROLLBACK controls the transaction"]),
        ("SELECT 'a;\n", ["f.sql:1:8 this quote has no end"]),
        ("SELECT 1;\n$a$ x", ["f.sql:2:1 this quote has no end"]),
        ("SELECT 1; /* ;", ["f.sql:1:11 this comment has no end"]),
        ("\n COPY t FROM stdin;\n1\n", ["f.sql:2:2 the data of COPY … FROM stdin have no end"]),
        ("COPY t FROM stdin; SELECT 1;\n\\.", ["f.sql:1:19 the data of COPY", "f.sql:2:1"]),
    ],
)
def test_faults(text: str, errors: list[str]) -> None:
    with pytest.raises(RecipeError) as caught:
        parts_of(text)
    found = [f"{fault.span} {fault.message}" for fault in caught.value.diagnostics]
    assert len(found) == len(errors)
    for message, expected in zip(found, errors, strict=True):
        assert message.startswith(expected)


DUMPED = """--
-- PostgreSQL database dump
--

\\restrict 5pQx0

SET lock_timeout = 0;
COPY t (a) FROM stdin;
\\restrict 5pQx0
\\.

SELECT 'é', 2 frm t x;

--
-- PostgreSQL database dump complete
--

\\unrestrict 5pQx0

"""


def test_what_pg_dump_says_to_psql() -> None:
    """Two lines of no part; the places of all else are what they are in the file."""
    parts = parts_of(DUMPED)
    assert [DUMPED[part.offset : part.end].strip()[:6] for part in parts] == [
        "--\n-- ", "SET lo", "COPY t", "SELECT", ""
    ]  # fmt: skip
    assert all(DUMPED[part.offset :].startswith(part.text) for part in parts)
    assert "".join(part.data for part in parts if isinstance(part, CopyBlock)) == (
        "\\restrict 5pQx0\n"
    )
    fault = syntax_error(Source("f.sql", DUMPED))
    assert fault is not None
    assert str(fault.span) == "f.sql:12:19"
    assert "\\" not in dump([sql_file("a.sql", DUMPED)]).replace("\\restrict 5pQx0\n\\.", "")


def test_faults_of_all_files_at_once() -> None:
    files = [sql_file("a.sql", "\\c x"), sql_file("b.sql", "SELECT 1"), sql_file("c.sql", "'")]
    with pytest.raises(RecipeError) as caught:
        parse_scripts(files)
    assert [str(fault.span) for fault in caught.value.diagnostics] == ["a.sql:1:1", "c.sql:1:1"]


FRAGMENTS = st.sampled_from(
    [
        "SELECT 1;",
        "SELECT 'a;b';",
        "VACUUM;",
        "CREATE DATABASE d;",
        "\nCOPY t FROM stdin;\n1\t'\n\\.\n",
        "-- comment ;\n",
        "/* a /* b */ ; */",
        "$$ ; $$",
        "\n",
        " ",
        ";",
        "'",
        "\\c x\n",
        "BEGIN;",
        "é",
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=12).map("".join))
def test_parts_cover_the_text(text: str) -> None:
    try:
        parts = parts_of(text)
    except RecipeError:
        return
    assert "".join(text[part.offset : part.end] for part in parts) == text
    for part in parts:
        assert text[part.offset :].startswith(part.text)
        if isinstance(part, Statements):
            assert part.text == text[part.offset : part.end]
            singles = split(part)
            assert "".join(single.text for single in singles) == part.text
            assert [single.offset for single in singles] == [
                part.offset + sum(len(before.text) for before in singles[:number])
                for number in range(len(singles))
            ]


def test_split() -> None:
    (part,) = parts_of("SELECT 1;\n-- two\nSELECT 2;\n-- end\n")
    assert isinstance(part, Statements)
    assert [single.text for single in split(part)] == [
        "SELECT 1;",
        "\n-- two\nSELECT 2;\n-- end\n",
    ]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (11, "f.sql:2:10 'frm'"),
        (1, "f.sql:2:1 'SELECT'"),
        (9, "f.sql:2:8 'é'"),
        (99, "f.sql:2:13 ''"),
    ],
)
def test_place(position: int, expected: str) -> None:
    text = "VACUUM;\nSELECT é frm"
    source = Source("f.sql", text)
    span = place(source, parse_script(text, source)[1], position)
    assert f"{span} {span.text!r}" == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1;\nSELECT 'é', 2 frm t x;", "f.sql:2:19 't' syntax error at or near \"t\""),
        ("SELECT 1; CREATE TABLE;", "f.sql:1:23 ';' syntax error at or near \";\""),
        ("COPY t FROM stdin;\nany 'thing\n\\.\nVACUUM;\nSELEC 1", "f.sql:5:1 'SELEC' syntax"),
        ("SELECT (1", "f.sql:1:10 '' syntax error at end of input"),
        ("\\c x", "f.sql:1:1 '\\\\' \\c is a command"),
    ],
)
def test_syntax_error(text: str, expected: str) -> None:
    fault = syntax_error(Source("f.sql", text))
    assert fault is not None
    assert fault.span is not None
    assert f"{fault.span} {fault.span.text!r} {fault.message}".startswith(expected)


@pytest.mark.parametrize("text", ["", "SELECT 1", "-- a", "VACUUM; CREATE TABLE t (a int);"])
def test_no_syntax_error(text: str) -> None:
    assert syntax_error(Source("f.sql", text)) is None


def test_dump() -> None:
    files = [
        sql_file("a.sql", "CREATE TABLE a (b int)"),
        sql_file("b.csv", "1,2\n"),
        sql_file("c.sql", "SELECT 1;\n-- end"),
        sql_file("d.sql", "SELECT 1 -- end"),
    ]
    assert dump(files) == (
        "-- file: a.sql\nCREATE TABLE a (b int)\n;\n\n"
        "-- file: c.sql\nSELECT 1;\n-- end\n\n"
        "-- file: d.sql\nSELECT 1 -- end\n;\n"
    )


def test_dump_of_what_no_transaction_may_hold() -> None:
    with pytest.raises(RecipeError, match=re.escape("a.sql:2:1")):
        dump([sql_file("a.sql", "SELECT 1;\nVACUUM;")])


def test_dump_runs_in_psql(pg: embedded.Server, database: Database, tmp_path: Path) -> None:
    script = tmp_path / "dump.sql"
    script.write_text(
        dump(
            [
                sql_file("a.sql", "CREATE TABLE a (b text)"),
                sql_file("b.sql", "COPY a FROM stdin;\n;\n\\.\n"),
                sql_file("c.sql", "INSERT INTO a VALUES ('\\c') -- end"),
            ]
        )
    )
    psql: list[str | Path] = [
        pg.psql_path,
        "-X",
        "-q",
        "-1",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        script,
        database.dsn,
    ]
    subprocess.run(psql, check=True)
    with database.connect() as connection:
        assert connection.execute("SELECT b FROM a ORDER BY b").fetchall() == [(";",), ("\\c",)]


def real_schema(path: Path) -> str:
    """A published script; Chinook's begins with making its database and connecting to it."""
    text = path.read_text(encoding="utf-8")
    connect = text.find("\n\\c ")
    return text if connect < 0 else text[text.index("\n", connect + 1) :]


@pytest.mark.parametrize(
    ("names", "blocks", "count"),
    [
        (["pagila/pagila-schema.sql", "pagila/pagila-data.sql"], 21, ("public.payment", 16049)),
        (["chinook/Chinook_PostgreSql_AutoIncrementPKs.sql"], 0, ("public.track", 3503)),
    ],
)
def test_real_schemas(
    shared_data: Path, database: Database, names: list[str], blocks: int, count: tuple[str, int]
) -> None:
    found = 0
    with database.connect() as connection:
        for name in names:
            text = real_schema(shared_data / name)
            parts = parts_of(text)
            assert "".join(text[part.offset : part.end] for part in parts) == text
            assert syntax_error(Source(name, text)) is None
            for part in parts:
                run(connection, part)
            found += sum(isinstance(part, CopyBlock) for part in parts)
        table, rows = count
        assert connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (rows,)
    assert found == blocks


def run(connection: psycopg.Connection, part: Part) -> None:
    if isinstance(part, Statements):
        assert part.transactional
        connection.execute(part.text.encode())
        return
    with connection.cursor().copy(part.text.encode()) as copy:
        copy.write(part.data)
