"""Where statements end."""

from __future__ import annotations

import postgast
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.scan import Ending, end_of_statement, skip_blank, token_end

WHOLE = [
    "SELECT ';';",
    "SELECT 'it''s; fine';",
    r"SELECT 'a backslash is only itself: \';",
    r"SELECT E'it\'s; fine';",
    r"SELECT e'\\';",
    "SELECT E'continued'\n  'it\\'s; fine';",
    "SELECT E'continued' -- comment\n  'it\\'s; fine';",
    r"SELECT typE'\';",
    r"SELECT U&'\0041;' UESCAPE '!';",
    'SELECT ";", "a"";b";',
    "SELECT $$;$$;",
    "SELECT $tag$ $$;$other$;' $tag$;",
    "SELECT $é$;$é$;",
    "SELECT a$b$c;",
    "SELECT $1;",
    "SELECT 1 -- ; '\n;",
    "SELECT 1 /* ; /* ' ; */ \" ; */ ;",
    "SELECT (1;2);",
    "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
    "create procedure s.p() begin\n atomic select case when a then 1 end; select 2; end;",
    "CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS $$BEGIN; END$$;",
    "SELECT x.begin atomic;",
    "SELECT CASE WHEN a THEN 1 END;",
    "BEGIN;",
    "END;",
    ";",
    "SELECT 'é';",
]


@pytest.mark.parametrize("sql", WHOLE)
@pytest.mark.parametrize("after", ["", " SELECT 2;", "\n-- rest\nSELECT ';"])
def test_one_statement(sql: str, after: str) -> None:
    boundary = end_of_statement(sql + after, 0)
    assert (boundary.end, boundary.ending) == (len(sql), Ending.SEMICOLON)


@pytest.mark.parametrize(
    ("sql", "end", "ending"),
    [
        ("", 0, Ending.END_OF_TEXT),
        ("SELECT 1", 8, Ending.END_OF_TEXT),
        ("SELECT 1 -- ;", 13, Ending.END_OF_TEXT),
        ("SELECT (1;", 10, Ending.END_OF_TEXT),
        ("SELECT 'a; ''", 7, Ending.OPEN_QUOTE),
        ("SELECT E'a\\'; ", 8, Ending.OPEN_QUOTE),
        ("SELECT E'a\\'; b' c'", 18, Ending.OPEN_QUOTE),
        ('SELECT "a;', 7, Ending.OPEN_QUOTE),
        ("SELECT $a$; $b$", 7, Ending.OPEN_QUOTE),
        ("SELECT /* /* */ ;", 7, Ending.OPEN_COMMENT),
        ("\\c other", 0, Ending.BACKSLASH),
        ("SELECT 1 \\gx", 9, Ending.BACKSLASH),
    ],
)
def test_other_ends(sql: str, end: int, ending: Ending) -> None:
    boundary = end_of_statement(sql, 0)
    assert (boundary.end, boundary.ending) == (end, ending)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (" \t\r\n-- a\n/* b /* c */ */ -- d\n SELECT", "SELECT"),
        ("-- a\rSELECT", "SELECT"),
        ("- a", "- a"),
        ("/* open", "/* open"),
        ("-- only", ""),
    ],
)
def test_skip_blank(text: str, rest: str) -> None:
    assert text[skip_blank(text, 0) :] == rest


@pytest.mark.parametrize(
    ("text", "start", "token"),
    [("select x", 0, "select"), ("a + b", 2, "+"), ("a", 1, ""), ("é1 ", 0, "é1")],
)
def test_token_end(text: str, start: int, token: str) -> None:
    assert text[start : token_end(text, start)] == token


# libpg_query, unlike the server, knows no comment between the pieces of a string.
INVALID = (";", "SELECT (1;2);", "SELECT E'continued' -- comment\n  'it\\'s; fine';")
VALID = [sql for sql in WHOLE if sql not in INVALID]


@given(st.lists(st.sampled_from(VALID), min_size=1, max_size=5))
def test_agrees_with_the_server_s_parser(statements: list[str]) -> None:
    text = "\n".join(statements)
    ours, position = [], 0
    while (boundary := end_of_statement(text, position)).ending is Ending.SEMICOLON:
        ours.append(text[position : boundary.end - 1].strip())
        position = boundary.end
    theirs = [statement.strip() for statement in postgast.split(text)]
    assert ours == theirs
