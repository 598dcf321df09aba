"""Functions, procedures and window functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

SQL = "language sql return 1"
BODY = "language plpgsql as 'begin return null; end'"
OUT = "language plpgsql as 'begin return; end'"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"create function f() returns int {SQL}"),
        ("", "create procedure p(a int, out b int) language plpgsql as 'begin b := a; end'"),
        (f"create function f() returns int {SQL}", "create function f() returns int return 2"),
        (
            f"create function f(a int) returns int {SQL}",
            f"create function f(b int) returns int {SQL}",
        ),
        (
            f"create function f(int) returns int {SQL}",
            f"create function f(a int) returns int {SQL}",
        ),
        (
            f"create function f(a int) returns int {SQL}",
            f"create function f(a int default 5) returns int {SQL}",
        ),
        (
            f"create function f(a int, b int default 1) returns int {SQL}",
            f"create function f(a int default 5, b int default 2) returns int {SQL}",
        ),
        (
            f"create function f(a anyelement default 5) returns anyelement {BODY}",
            f"create function f(a anyelement default 'x'::text) returns anyelement {BODY}",
        ),
        (
            f"create function f(a int[]) returns int {SQL}",
            f"create function f(variadic a int[]) returns int {SQL}",
        ),
        (f"create function f() returns int {SQL}", "create function f() returns bigint return 1"),
        (
            f"create function f() returns int {SQL}",
            "create function f() returns setof int language sql as 'select 1'",
        ),
        (f"create function f(out a int) {OUT}", f"create function f(out b int) {OUT}"),
        (
            f"create function f(out a int, out b int) returns record {OUT}",
            f"create function f(out a int, out c int) returns record {OUT}",
        ),
        (
            f"create function f() returns table (a int, b text) {OUT}",
            f"create function f() returns table (a int, b int) {OUT}",
        ),
        (f"create function f() returns int {SQL}", "create procedure f() begin atomic end"),
        (
            f"create function f(int) returns int {SQL}",
            "create aggregate f(int) (sfunc = int4pl, stype = int)",
        ),
        (
            f"create function f() returns int {SQL}",
            (
                "create function f() returns int language plpgsql immutable strict leakproof"
                " security definer parallel safe cost 5 set search_path = 'a', 'B c'"
                " set work_mem = '1MB' as $x$begin return '$$'; end$x$"
            ),
        ),
        ("", "create function f() returns setof int language sql rows 7 as 'select 1'"),
        ("create function w(int) returns int language internal window as 'window_row_number'", ""),
        (
            "create schema app",
            (
                'create schema app; create function app."F g"("A b" int, text)'
                f' returns int {SQL}; comment on function app."F g" is $$it\'s$$;'
                'revoke execute on function app."F g" from public;'
                'grant execute on function app."F g" to pg_monitor;'
                'alter function app."F g" owner to pg_read_all_data'
            ),
        ),
        (
            (
                "create procedure p(inout a int) language plpgsql as 'begin end';"
                "alter procedure p owner to pg_read_all_data"
            ),
            (
                "create procedure p(inout a int) language plpgsql as 'begin null; end';"
                "comment on procedure p is 'p'; revoke all on procedure p from public;"
                "alter procedure p owner to pg_monitor"
            ),
        ),
        (
            (
                f"create function f(a int) returns int {SQL}; "
                f"create function f(a text) returns int {SQL};"
                "comment on function f(text) is 'text'"
            ),
            (
                f"create function f(b int) returns int {SQL}; "
                f"create function f(a text) returns int {SQL};"
                "comment on function f(int) is 'int'"
            ),
        ),
    ],
)
def test_routines(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


@pytest.mark.parametrize(
    "dependent",
    [
        "create view v as select f(a) from t",
        "create table u (a int default f(1))",
        "create table u (a int, b int generated always as (f(a)) stored)",
        "create policy p on t using (f(a) > 1)",
        "create rule r as on insert to t do also select f(1)",
        "create function g() returns int return f(1)",
        "create procedure g() begin atomic select f(1); end",
    ],
)
def test_dependents(pg: embedded.Server, dependent: str) -> None:
    both_ways(
        pg,
        f"create table t (a int);create function f(a int) returns int immutable {SQL}; {dependent}",
        f"create table t (a int);create function f(b int) returns int immutable {SQL}; {dependent}",
    )


@pytest.mark.parametrize(
    "later",
    [
        (
            "create function f() returns bigint language sql as 'select count(*) from public.t';"
            "create table t (a int)"
        ),
        (
            "create function f() returns int language sql as 'select public.z()';"
            "create function z() returns int language sql as 'select 1'"
        ),
        (
            "create table t (a int); create view v as select a from t;"
            "create function f() returns setof v language sql as 'select * from v'"
        ),
        (
            "create table t (a int);"
            "create function f() returns setof t begin atomic select * from t; end"
        ),
    ],
)
def test_bodies_that_name_what_comes_later(pg: embedded.Server, later: str) -> None:
    both_ways(pg, "", f"set check_function_bodies = off; {later}")


def test_function_that_no_longer_reads_a_column(pg: embedded.Server) -> None:
    there, _ = both_ways(
        pg,
        "create table t (a int, b int); create function f() returns int"
        " begin atomic select b from t; end",
        "create table t (a int); create function f() returns int begin atomic select a from t; end",
    )
    assert "drop function" not in there
