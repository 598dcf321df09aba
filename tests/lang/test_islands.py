"""SQL in recipes: what is a parameter, and where PostgreSQL's errors are shown."""

from __future__ import annotations

import pytest

from confiture import lang
from confiture.model.declarations import Sql
from confiture.model.recipe import Run
from tests.lang.samples import ENVIRONMENTS, MASKS


def run(sql: str) -> str:
    return f"{ENVIRONMENTS}recipe r {{\n  run $sql${sql}$sql$ on local\n}}\n"


def island(sql: str) -> Sql:
    (statement,) = lang.loads(run(sql), masks=MASKS).blocks[0].statements
    assert isinstance(statement, Run)
    assert statement.sql is not None
    return statement.sql


@pytest.mark.parametrize(
    ("text", "numbered", "names"),
    [
        ("select :tenant", "select $1", ("tenant",)),
        ("select :tenant, :keep, :tenant", "select $1, $2, $1", ("tenant", "keep")),
        ("select 1::text, :tenant::text", "select 1::text, $1::text", ("tenant",)),
        ("select a=:tenant,(:keep)", "select a=$1,($2)", ("tenant", "keep")),
        ("select x = any(:regions)", "select x = any($1)", ("regions",)),
        # Not in strings, identifiers, comments and dollar quotes.
        ("select ':tenant', '''', ':keep'", None, ()),
        ("select E'\\':tenant'", None, ()),
        ('select ":tenant"', None, ()),
        ("select 1 -- :tenant\n", None, ()),
        ("select 1 /* :tenant /* :keep */ :tenant */", None, ()),
        ("select $$ :tenant $$, $x$ :keep $x$", None, ()),
        ("select a$1, b$tenant$c from t", None, ()),
        # Slices of arrays and keys of objects have something right before the colon.
        ("select a[1:n], b[n:m], c[f(1):m], d[e[1]:m] from t", None, ()),
        ("select json_object('a':b) from t", None, ()),
        ("select a[1 :keep]", "select a[1 $1]", None),
        ("call f(x := 1)", None, ()),
    ],
)
def test_parameters(text: str, numbered: str | None, names: tuple[str, ...] | None) -> None:
    if names is None:  # found, and refused by PostgreSQL's parser
        (found,) = lang.check(run(text), masks=MASKS)
        assert found.code == "sql-syntax"
        return
    sql = island(text)
    assert (sql.text, sql.numbered, sql.names, sql.values) == (text, numbered or text, names, ())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("selec 1", "selec"),
        ("select 1\nfrom t\nwhre x", "x"),
        ("select 'é', 'ü' fro m t", "m"),
        ("select '😀' , , 1", ","),
        ("select :tenant, :tenant, , 1", ","),
        ("select :tenant :keep", ":keep"),
        ("select :tenant, '😀' :keep :tenant", ":keep"),
        ("select 'open", "'"),
        ("insert into t values (:tenant", "$sql$"),
    ],
)
def test_place_of_an_error(text: str, word: str) -> None:
    recipe = run(text)
    (found,) = lang.check(recipe, masks=MASKS)
    assert found.code == "sql-syntax"
    assert found.span is not None
    assert found.span.text == word
    assert found.span.start >= recipe.index("$sql$")


@pytest.mark.parametrize(
    "text",
    [
        "create table t (x int); insert into t values (1);",
        "insert into t values (:tenant)",
        "with x as (select 1) delete from t where y = :tenant",
        "merge into t using u on t.a = u.a when matched then update set b = :tenant",
        "call f(:tenant)",
        "create table t as select :tenant as x",
        "create function f() returns int language sql begin atomic select 1; end",
        "do $$ begin perform 1; end $$",
        # Deeper than protobuf's decoder goes, and right all the same.
        "select " + " || ".join(["'x'"] * 400),
        "select 1; -- no ; more\n select " + "+".join(["1"] * 400),
    ],
)
def test_right_statements(text: str) -> None:
    assert lang.check(run(text), masks=MASKS) == []


def test_too_deep_for_the_parser() -> None:
    (found,) = lang.check(run("select " + "abs(" * 20_000), masks=MASKS)
    assert found.code == "sql-syntax"
