"""Updates cut into ranges of blocks."""

from __future__ import annotations

import psycopg
import pytest

from confiture.ddl.backfill import backfill
from confiture.ddl.touch import Touch, touch
from confiture.errors import RecipeError
from tests.conftest import Database

ROWS = """
    create table t (id int primary key, a int, b text);
    create table "My ""T"" x" (a int);
    create schema s; create table s.u (id int, a int);
    insert into t select n, null, repeat('x', 900) from generate_series(1, 96) n;
    insert into "My ""T"" x" select n from generate_series(1, 1000) n;
    insert into s.u select n, null from generate_series(1, 1000) n;
"""


UPDATES = [
    ("update t set a = id where a is distinct from id;", '"t"', 96, 0),
    ("-- confiture: backfill\nupdate t set a = default where a is null", '"t"', 96, 96),
    ("update only public.t set a = 1 where a = 2 or a is null", '"public"."t"', 96, 0),
    ("update t as x set a = x.id where x.id <= 50 and x.a is null", '"t"', 50, 0),
    ('update t "X y" set a = 1 where "X y".a is null returning "X y"', '"t"', 96, 0),
    ("update t set a = o.id from t o where o.id = t.id and o.id > 90 and t.a is null", '"t"',
     6, 0),
    ("update s.u set a = t.id from t where t.id >= u.id and u.a is null", '"s"."u"', 96, 0),
    ("update t set (a, b) = (select 1, null) where b is not null", '"t"', 96, 0),
    ('update "My ""T"" x" set a = null where a > 500', '"My ""T"" x"', 500, 0),
    ("update t set a = nullif(id % 2, 1) where a is null", '"t"', 96, 48),
    ("update t set a = 1 where exists (select from t o where o.id = t.id and t.a is null)", '"t"',
     96, 0),
]  # fmt: skip


@pytest.mark.parametrize(("update", "table", "rows", "again"), UPDATES)
def test_parts(database: Database, update: str, table: str, rows: int, again: int) -> None:
    """Ranges that cover the table update what the whole would, each row once."""
    found = backfill(update)
    assert found.table == table
    done = still = 0
    with database.connect() as connection:
        connection.execute(ROWS)
        cursor = psycopg.RawCursor(connection)
        assert cursor.execute(found.left.encode()).fetchone() == (rows,)
        # Rows that move go behind the last block, so that none comes by twice.
        for start in range(0, 12, 4):
            row = cursor.execute(
                found.sql.encode(), [f"({start},0)", f"({start + 4},0)"]
            ).fetchone()
            assert row is not None
            done, still = done + row[0], still + row[1]
        assert cursor.execute(found.left.encode()).fetchone() == (again,)
    assert (done, still) == (rows, again)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delete from t", "only an UPDATE without WITH"),
        ("with x as (select 1) update t set a = 1", "only an UPDATE without WITH"),
        ("select 1", "only an UPDATE without WITH"),
        ("update t set where a", "syntax error"),
        ("update t set a = 1", "names a column that is set"),
        ("update t set a = 1 where b is null", "names a column that is set"),
        ('update t set "B" = a where a is null', 'where "B" is null'),
    ],
)
def test_what_is_no_backfill(text: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        backfill(text)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("delete from t", Touch.LOSES),
        ("truncate t", Touch.LOSES),
        ("with gone as (delete from t returning *) select * from gone", Touch.LOSES),
        ("with gone as (delete from t returning *) insert into u select * from gone", Touch.LOSES),
        ("update t set a = 1", Touch.CHANGES),
        ("insert into t values (1)", Touch.FILLS),
        ("do $$ begin delete from t; end $$", Touch.FILLS),
        ("call p()", Touch.FILLS),
        ("with one as (update t set a = 1 returning 1) select 1", Touch.CHANGES),
        ("merge into t using u on true when matched then do nothing", Touch.FILLS),
        ("merge into t using u on true when matched then delete", Touch.LOSES),
        ("create table t (a int)", Touch.ADDS),
        ("create index on t (a)", Touch.ADDS),
        ("create view v as select 1", Touch.ADDS),
        ("create function f() returns int language sql return 1", Touch.ADDS),
        ("alter table t add column a int", Touch.ADDS),
        ("alter table t add column a int, add constraint c check (a > 0)", Touch.ADDS),
        ("alter table t add column a int, drop column b", Touch.OTHER),
        ("alter table t alter a type bigint", Touch.OTHER),
        ("alter type e add value 'x'", Touch.OTHER),
        ("grant select on t to r", Touch.OTHER),
        ("select 1", Touch.OTHER),
        ("-- nothing", Touch.OTHER),
        ("create tabel t", Touch.OTHER),
    ],
)
def test_touch(sql: str, expected: Touch) -> None:
    assert touch(sql) is expected
