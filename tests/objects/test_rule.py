"""Rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

TABLE = (
    'create schema "S s"; create table "S s"."T t" ("A b" int);'
    "create table t (a int, b text); create view v as select a from t;"
)
PLAIN = "create rule r as on insert to t do also select 1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", PLAIN),
        (PLAIN, "create rule r as on update to t where old.a > 1 do instead nothing"),
        (
            PLAIN,
            (
                "create rule r as on delete to t do also"
                " (insert into t values (old.a); notify channel)"
            ),
        ),
        (PLAIN, f"{PLAIN}; alter table t disable rule r"),
        (
            f"{PLAIN}; alter table t enable replica rule r",
            "create rule r as on insert to t do also select 2; alter table t enable always rule r",
        ),
        (
            f"{PLAIN}; alter table t disable rule r",
            "create rule r as on insert to t do also select 2; alter table t disable rule r",
        ),
        (
            "create rule r as on insert to v do instead insert into t (a) values (new.a)",
            "create rule r as on insert to v do instead insert into t (a) values (new.a + 1)",
        ),
        (
            "",
            (
                'create rule "R s" as on insert to "S s"."T t" do also'
                ' insert into t (a) values (new."A b"); alter table "S s"."T t" disable rule "R s";'
                """comment on rule "R s" on "S s"."T t" is 'r'"""
            ),
        ),
    ],
)
def test_rules(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [("a int, b int", "a bigint, b int"), ("a int, b int", "a int, b int, c int")],
)
def test_rules_on_columns_that_change(pg: embedded.Server, old: str, new: str) -> None:
    rule = "create rule r as on update to t where new.a > 1 do instead nothing"
    both_ways(pg, f"create table t ({old}); {rule}", f"create table t ({new}); {rule}")
