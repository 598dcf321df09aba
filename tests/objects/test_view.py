"""Views: replaced in place where the new one begins with the columns of the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

TABLE = 'create table t (a int primary key, b text, "C d" text); '


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "create view v as select a from t"),
        ("create view v as select a from t", "create view v as select a, b from t where a > 1"),
        ("create view v as select a, b from t", "create view v as select b, a from t"),
        ("create view v as select a from t", "create view v as select a::bigint from t"),
        ("create view v as select b from t", 'create view v as select b collate "C" from t'),
        ("create view v as select b from t", "create view v as select b::varchar(5) from t"),
        (
            "create view v as select a from t",
            "create view v with (security_barrier, check_option = local) as select a from t",
        ),
        (
            "create view v with (security_invoker, check_option = cascaded) as select a from t",
            "create view v with (security_barrier) as select a, b from t",
        ),
        ("create view v as select a from t", "create table v (a int)"),
        ("create view v as select a from t", "create materialized view v as select a from t"),
        (
            "create view v as select a from t",
            (
                "create function f() returns int return 1;"
                "create view v as select a from t where a > f()"
            ),
        ),
        (
            'create view "V w" as select "C d" from t',
            (
                'create view "V w" as select "C d", a as "A b" from t;'
                """comment on view "V w" is 'it''s'; comment on column "V w"."A b" is 'x\\y';"""
                """comment on column "V w"."C d" is 'é'"""
            ),
        ),
        (
            "create view v as select a from t; comment on column v.a is 'one'",
            "create view v as select a::bigint, b from t; comment on column v.a is 'two'",
        ),
        (
            "create view v as select a, b from t; grant select on v to public",
            "create view v as select a, b from t; grant select (a), update (b) on v to public",
        ),
        (
            (
                "create view v as select a, b from t; grant select (a) on v to pg_signal_backend;"
                "alter view v owner to pg_read_all_data"
            ),
            (
                "create view v as select a, b from t;"
                "grant select (a) on v to pg_signal_backend with grant option;"
                "grant update (b) on v to public; alter view v owner to pg_monitor"
            ),
        ),
        (
            "create view v as select a, b from t",
            "create view v as select a, b from t; alter view v alter b set default 'x'",
        ),
        (
            "create view v as select a, b from t; alter view v alter b set default 'x'",
            "create view v as select b, a from t; alter view v alter b set default 'x'",
        ),
        (
            "create view v as select a, b from t; create view w as select a from v",
            "create view v as select a, b, 1 as c from t; create view w as select a, c from v",
        ),
        (
            "create view v as select a from t; create view w as select a from v",
            (
                "create view v as select b, a from t; create view w as select a from v;"
                "comment on column w.a is 'a'"
            ),
        ),
        (
            "create view v as select a from t; create view w as select a from v",
            "create view w as select a from t",
        ),
        (
            "create view v as select a, b from t group by a",
            "create view v as select a, b, count(*) from t group by a",
        ),
        (
            (
                "create view v as select a from t; create function f() returns setof v language sql"
                " begin atomic select * from v; end; create view w as select * from f()"
            ),
            (
                "create view v as select a, b from t; "
                "create function f() returns setof v language sql"
                " begin atomic select * from v; end; create view w as select * from f()"
            ),
        ),
    ],
)
def test_views(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a int, b text", "a bigint, b text"),
        ("a int, b text", "a int, b text, c int"),
        (
            "a int, b text generated always as ('x') stored",
            "a int, b text generated always as ('y') stored",
        ),
    ],
)
def test_views_on_columns_that_change(pg: embedded.Server, old: str, new: str) -> None:
    views = (
        "; create view v as select * from t; create view w with (security_barrier) as"
        " select a, count(*) from v group by a; comment on view w is 'w';"
        " comment on column w.a is 'a'; grant select on v to public;"
        "grant select (a) on w to public"
    )
    both_ways(pg, f"create table t ({old}){views}", f"create table t ({new}){views}")


def test_view_that_no_longer_reads_a_column(pg: embedded.Server) -> None:
    there, back = both_ways(
        pg,
        "create table t (a int, b int); create view v as select a from t where b > 1",
        "create table t (a int); create view v as select a from t",
    )
    assert "drop view" not in there + back
    assert there.endswith(";\nalter table public.t drop column b;")
    assert back.startswith("alter table public.t add column b integer;\n")
