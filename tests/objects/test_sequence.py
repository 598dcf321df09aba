"""Sequences, and the columns that own them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.plans.pairs import both_ways, converge, places

if TYPE_CHECKING:
    from confiture.pg import embedded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create sequence s"),
        ("create sequence s", "create sequence s increment by 5 cycle"),
        ("create sequence s", "create sequence s as int"),
        ("create sequence s as smallint", "create sequence s as int cache 7"),
        ("create sequence s", "create sequence s minvalue 10 start 20 maxvalue 30"),
        ("create sequence s maxvalue 9", "create sequence s minvalue 10 start 10"),
        ("create sequence s", "create sequence s increment by -1"),
        ("create sequence s", "create unlogged sequence s"),
        ("create sequence s", "create sequence s; comment on sequence s is 'it''s counted'"),
        ("", 'create schema "A b"; create sequence "A b"."Se""q" start 7'),
        ("create sequence s", "create table s (a int)"),
    ],
)
def test_sequences(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create table t (a serial)"),
        ("create table t (b int)", "create table t (b int, a bigserial)"),
        ("create table t (a int)", "create table t (a serial)"),
        ("create table t (a serial)", "create table t (a bigserial)"),
        ("create table t (a int not null)", "create table t (a int generated always as identity)"),
        # The column goes, the sequence stays.
        ("create table t (a serial, b int)", "create table t (b int); create sequence t_a_seq"),
        ("create table t (a serial)", "create sequence t_a_seq"),
        # It goes over to another column, or table.
        (
            "create table t (a serial, b int)",
            "create table t (b int, c int); create sequence t_a_seq as int owned by t.c",
        ),
        (
            "create table t (a serial); create table u (b int)",
            ("create table t (a int not null); create table u (b int);"
            " create sequence t_a_seq as int owned by u.b"),
        ),
        # A column of another expression is made anew; its sequence has to live on.
        (
            ("create table t (a int, b int generated always as (a) stored);"
            " create sequence s owned by t.b"),
            ("create table t (a int, b int generated always as (a + 1) stored);"
            " create sequence s owned by t.b"),
        ),
        # Another table's default needs the sequence.
        (
            "create table t (a serial); create table u (a int default nextval('t_a_seq'))",
            "create table u (a int)",
        ),
        ('create table "T t" (a int)', 'create table "T t" (a int, "Id" serial)'),
        # A domain's default needs the sequence, which the table of the domain owns.
        (
            "",
            ("create sequence s; create domain d as int default nextval('s');"
            " create table t (a d); alter sequence s owned by t.a"),
        ),
        ("create unlogged table t (a serial)", "create table t (a serial)"),
        ("", ("create foreign data wrapper w; create server v foreign data wrapper w;"
         " create foreign table t (a serial) server v")),
    ],
)  # fmt: skip
def test_owned_sequences(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)


def test_a_serial_column_goes_with_its_sequence(pg: embedded.Server) -> None:
    there, back = both_ways(pg, "create table t (b int)", "create table t (b int, a serial)")
    assert there == (
        "create sequence public.t_a_seq as integer;\n"
        "alter table public.t add column a integer;\n"
        "alter table only public.t alter column a"
        " set default nextval('public.t_a_seq'::regclass);\n"
        "update public.t set a = default where a is null;\n"
        'alter table public.t add constraint "t_a_not_null" not null a not valid;\n'
        'alter table public.t validate constraint "t_a_not_null";\n'
        "alter sequence public.t_a_seq owned by public.t.a;"
    )
    assert back == "alter table public.t drop column a;"


@pytest.mark.parametrize(
    ("old", "new", "used", "expected"),
    [
        ("create sequence s", "create sequence s increment by 2", 40, 42),
        ("create sequence s", "create sequence s minvalue 100 start 100", 40, 100),
        ("create sequence s minvalue 100 start 100", "create sequence s", 140, 141),
        ("create sequence s maxvalue 9", "create sequence s minvalue 20 start 20", 5, 20),
        ("create sequence s", "create sequence s as smallint cycle", 40000, 1),
        ("create table t (a serial)", "create sequence t_a_seq as int", 8, 9),
        ("create table t (a serial)", "create table t (a bigserial)", 8, 9),
    ],
)
def test_values_go_on(pg: embedded.Server, old: str, new: str, used: int, expected: int) -> None:
    name = "t_a_seq" if "t_a_seq" in new or "serial" in new else "s"
    with places(pg, "values_old", "values_new") as (first, second):
        first.run(old)
        second.run(new)
        first.run(f"select setval('{name}', {used})")
        converge(first, first.read(), second.read(), second.dump())
        with psycopg.connect(pg.dsn(first.name)) as connection:
            assert connection.execute(f"select nextval('{name}')").fetchone() == (expected,)
