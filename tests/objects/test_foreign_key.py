"""Foreign keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

NOTHING = ""
TABLES = """
create table r (
  id int primary key, code text constraint r_code unique, pair int, unique (id, pair)
);
create table t (a int, b text, "Odd ""col" int);
"""
KEY = "alter table t add constraint k foreign key (a) references r"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, KEY),
        (NOTHING, 'alter table t add constraint "K k" foreign key ("Odd ""col") references r'),
        (KEY, f"{KEY} on delete cascade on update set null"),
        (KEY, "alter table t add constraint k foreign key (b) references r (code)"),
        (KEY, f"{KEY} match full"),
        (KEY, f"{KEY} deferrable"),
        (f"{KEY} deferrable", f"{KEY} deferrable initially deferred"),
        (KEY, f"{KEY} not valid"),
        (f"{KEY} deferrable not valid", KEY),
        (KEY, f"{KEY}; comment on constraint k on t is 'it''s'"),
        ("alter table r add constraint self foreign key (pair) references r", KEY),
        (KEY, ('alter table t add constraint k foreign key (a, "Odd ""col")'
         " references r (id, pair) on delete set null (a)")),
        ("alter table t add constraint k foreign key (b) references r (code)",
         ("alter table r drop constraint r_code; alter table r alter code set not null;"
         "alter table r add constraint r_code unique (code) include (pair);"
         "alter table t add constraint k foreign key (b) references r (code)")),
        (KEY, "alter table r alter id type bigint; alter table t alter a type bigint;" + KEY),
        (KEY, "alter table r alter id type text; alter table t alter a type text;" + KEY),
        # Two tables that refer to each other, dropped and made together.
        (NOTHING, ("create table x (id int primary key); create table y (id int primary key"
         " references x); alter table x add foreign key (id) references y")),
    ],
)  # fmt: skip
def test_foreign_keys(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLES + old, TABLES + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (KEY, f"{KEY} not enforced"),
        (f"{KEY} not enforced", f"{KEY} deferrable"),
        (f"{KEY} not valid", f"{KEY} not enforced"),
    ],
)
def test_enforcement(pg: embedded.Server, old: str, new: str) -> None:
    if pg.binaries.major < 18:
        pytest.skip("needs PostgreSQL 18")
    both_ways(pg, TABLES + old, TABLES + new)


def test_statements(pg: embedded.Server) -> None:
    there, back = both_ways(pg, f"{TABLES}{KEY}", f"{TABLES}{KEY} deferrable initially deferred")
    assert there == "alter table public.t alter constraint k deferrable initially deferred;"
    assert back == "alter table public.t alter constraint k not deferrable;"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTHING, "alter table p add constraint k foreign key (a) references r"),
        ("alter table p add constraint k foreign key (a) references r",
         "alter table p add constraint k foreign key (a) references r deferrable"),
        ("alter table p add constraint k foreign key (a) references r",
         ("alter table p add constraint k foreign key (a) references r;"
         "create table p2 partition of p for values in (2)")),
        ("alter table p add constraint k foreign key (a) references r",
         ("alter table p add constraint k foreign key (a) references r;"
         "alter table p detach partition p1")),
        ("alter table p add constraint k foreign key (a) references r",
         "alter table p detach partition p1"),
        (NOTHING, "create table s (a int references q)"),
        ("create table s (a int references q)",
         "create table s (a int references q); create table q2 partition of q for values in (2)"),
        ("drop table q", "create table s (a int references q)"),
    ],
)  # fmt: skip
def test_partitioned(pg: embedded.Server, old: str, new: str) -> None:
    tables = (
        "create table r (id int primary key);"
        "create table p (a int) partition by list (a);"
        "create table p1 partition of p for values in (1);"
        "create table q (a int primary key) partition by list (a);"
        "create table q1 partition of q for values in (1);"
    )
    both_ways(pg, tables + old, tables + new)
