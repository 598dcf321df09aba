"""Aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

STEPS = (
    "create function step(int, int) returns int immutable return $1 + $2;"
    "create function step2(int, int) returns int immutable return $1 * $2;"
    "create function done(int) returns int immutable return $1;"
    "create function done2(int, int) returns int immutable return $1;"
    'create function ranked(internal, variadic "any") returns float8 language internal'
    " as 'hypothetical_percent_rank_final';"
)
PLAIN = "create aggregate agg(int) (sfunc = step, stype = int"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"{PLAIN})"),
        (f"{PLAIN})", f"{PLAIN}, initcond = '0', finalfunc = done)"),
        (
            "create aggregate agg(text) (sfunc = textcat, stype = text, initcond = '')",
            "create aggregate agg(text) (sfunc = textcat, stype = text, initcond = 'it''s \\1')",
        ),
        (f"{PLAIN})", "create aggregate agg(int) (sfunc = step2, stype = int, sspace = 64)"),
        (f"{PLAIN})", "create aggregate agg(a int) (sfunc = step, stype = int)"),
        (
            "create aggregate agg(a int) (sfunc = step, stype = int)",
            "create aggregate agg(b int) (sfunc = step, stype = int)",
        ),
        (f"{PLAIN})", "create aggregate agg(int) (sfunc = int84pl, stype = int8, initcond = '0')"),
        (f"{PLAIN})", f"{PLAIN}, combinefunc = step, parallel = safe)"),
        (
            f"{PLAIN}, parallel = restricted)",
            f"{PLAIN}, finalfunc = done2, finalfunc_extra, finalfunc_modify = read_write)",
        ),
        (
            "",
            (
                "create aggregate total(numeric) (sfunc = numeric_avg_accum, stype = internal,"
                "finalfunc = numeric_sum, combinefunc = numeric_avg_combine,"
                "serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize)"
            ),
        ),
        (
            f"{PLAIN})",
            (
                f"{PLAIN}, msfunc = step, minvfunc = step2, mstype = int, msspace = 8,"
                "mfinalfunc = done2, mfinalfunc_extra, "
                "mfinalfunc_modify = shareable, minitcond = '0')"
            ),
        ),
        (f"{PLAIN})", f"{PLAIN}, sortop = operator(pg_catalog.<))"),
        (
            (
                "create aggregate agg(*) (sfunc = int8inc, stype = int8, initcond = '0');"
                "alter aggregate agg(*) owner to pg_read_all_data"
            ),
            (
                "create aggregate agg(*) (sfunc = int8inc, stype = int8, initcond = '5');"
                "comment on aggregate agg(*) is 'all'; "
                "revoke execute on function agg() from public;"
                "alter aggregate agg(*) owner to pg_monitor"
            ),
        ),
        (
            "",
            (
                "create aggregate rank_of(p float8 order by a anyelement)"
                "(sfunc = ordered_set_transition, stype = internal, finalfunc_extra,"
                " finalfunc = percentile_disc_final);"
                "comment on aggregate rank_of(float8 order by anyelement) is 'r';"
                "grant execute on function rank_of(float8, anyelement) to pg_monitor"
            ),
        ),
        (
            (
                'create aggregate h(variadic "any" order by variadic "any")'
                "(sfunc = ordered_set_transition_multi, stype = internal, finalfunc = ranked,"
                " finalfunc_extra, hypothetical)"
            ),
            "",
        ),
        (
            f"{PLAIN}); create view v as select agg(1)",
            (
                "create aggregate agg(i int) (sfunc = step2, stype = int);"
                "create view v as select agg(1)"
            ),
        ),
        (
            (
                "create aggregate agg(a int) (sfunc = step, stype = int); "
                "create view v as select agg(1)"
            ),
            (
                "create aggregate agg(b int) (sfunc = step, stype = int); "
                "create view v as select agg(1)"
            ),
        ),
        (
            "",
            (
                'create schema "S s"; create aggregate "S s"."A a"("B b" int) (sfunc = step,'
                "stype = int); "
                'grant execute on function "S s"."A a" to pg_monitor with grant option'
            ),
        ),
    ],
)
def test_aggregates(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, STEPS + old, STEPS + new)
