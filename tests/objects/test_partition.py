"""Partitions and their indexes: attached, detached, with and without their parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

NOTHING = ""
PARENT = "create table p (a int not null, b text, constraint low check (a < 900)) partition by"
RANGE = f"{PARENT} range (a);"
NAMED = RANGE.replace("not null", "constraint named not null")
ONE = "create table p1 partition of p for values from (0) to (10);"
TWO = "create table p2 partition of p for values from (10) to (20);"
ALONE = "create table p1 (a int not null, b text, constraint low check (a < 900));"
KEYS = "alter table p add constraint k primary key (a); create index i on p (b, a);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, RANGE + ONE + TWO),
        (NOTHING, RANGE + KEYS + ONE + TWO),
        (RANGE + ONE, RANGE + ONE + TWO),
        (RANGE + KEYS + ONE, RANGE + KEYS + ONE + TWO),
        (RANGE + ONE, RANGE + ONE + KEYS),
        (RANGE + ONE, RANGE + "create table p1 partition of p for values from (0) to (20);"),
        (RANGE, RANGE + "create table p1 partition of p default;"),
        (RANGE + ALONE, RANGE + ONE),
        (RANGE + KEYS + ALONE, RANGE + KEYS + ONE),
        (RANGE + "create table p1 (a int not null, b text);", RANGE + ONE),
        (ALONE, RANGE + KEYS + ONE),
        (RANGE + ONE + TWO, RANGE + "create table p1 partition of p for values from (10) to (20);"
         "create table p2 partition of p for values from (0) to (10);"),
        (RANGE + ONE, RANGE + ONE + "alter table p add check (b <> '')"),
        (RANGE + ONE + "alter table p add constraint x check (b <> '')",
         RANGE + ONE + "alter table p add constraint x check (b <> 'x')"),
        (RANGE + ONE, RANGE + ONE + "alter table p1 add constraint mine check (b <> '')"),
        (RANGE + ONE + "create unique index i on p (a)",
         RANGE + ONE + "create unique index i on p (a, b)"),
        (RANGE + ONE + "create index i on p (b)",
         RANGE + ONE + "create index i on p (b) where a > 5; comment on index i is 'x'"),
        (RANGE + ONE + "create index i on p (b)",
         RANGE + ONE + "create index i on p (b); alter index p1_b_idx set (fillfactor = 70)"),
        (RANGE + ONE + "create index i on only p (b)", RANGE + ONE + "create index i on p (b)"),
        (RANGE + ONE + KEYS, RANGE + ONE + "alter table p add constraint k unique (a)"),
        (f'{RANGE} create table "Odd p" partition of p for values in (1)'.replace("range", "list"),
         f'{RANGE} create table "Odd p" partition of p for values in (1, 2); create index "Odd i"'
         " on p (a)".replace("range", "list")),
        (RANGE + KEYS, RANGE + KEYS + "create table m partition of p for values from (0) to (10)"
         " partition by hash (a);"
         "create table m1 partition of m for values with (modulus 2, remainder 0);"
         "create table m2 partition of m for values with (modulus 2, remainder 1);"),
        (RANGE + ONE, RANGE + ONE + "comment on table p1 is 'x'; alter table p1 set"
         " (fillfactor = 70)"),
    ],
)  # fmt: skip
def test_partitions(pg: embedded.Server, old: str, new: str) -> None:
    old, new = (text.replace("range (a)", "list (a)") if " in (" in text else text
                for text in (old, new))  # fmt: skip
    both_ways(pg, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (RANGE + KEYS + ONE, RANGE + KEYS + ONE + "alter table p detach partition p1"),
        (RANGE + KEYS + ONE,
         RANGE + ONE + KEYS + "alter table p detach partition p1; alter table p drop constraint k;"
         "drop index i"),
        (NAMED + KEYS + ONE,
         NAMED + KEYS + ONE + "alter table p detach partition p1; drop table p"),
        (RANGE + KEYS + ONE, RANGE + "create table p1 (a int)"),
        (RANGE + KEYS + ONE, "create table p1 (a int, c int)"),
    ],
)  # fmt: skip
def test_detached(pg: embedded.Server, old: str, new: str) -> None:
    """A detached partition keeps what it had from its parent, unless that is to go."""
    both_ways(pg, old, new)


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(pg, RANGE + ONE, RANGE + ONE + "create index i on p (b)")
    assert there == (
        "CREATE INDEX i ON ONLY public.p USING btree (b);\n"
        "CREATE INDEX CONCURRENTLY p1_b_idx ON public.p1 USING btree (b);\n"
        "alter index public.i attach partition public.p1_b_idx;"
    )
    assert back == "drop index public.i;"
