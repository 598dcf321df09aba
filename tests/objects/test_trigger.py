"""Triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

TABLE = (
    "create table t (a int, b text); create view v as select a from t;"
    "create table parted (a int) partition by range (a);"
    "create function f() returns trigger language plpgsql as 'begin return new; end';"
    "create function g() returns trigger language plpgsql as 'begin return null; end';"
)
PLAIN = "create trigger x before insert on t for each row execute function f()"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", PLAIN),
        (
            PLAIN,
            (
                "create trigger x after insert or update of a, b on t for each row"
                " when (new.a > 1) execute function g('it''s', '2')"
            ),
        ),
        (PLAIN, "create trigger x before truncate on t execute function g()"),
        (
            "",
            (
                "create trigger x after update on t referencing old table as o new table as n"
                " for each statement execute function g()"
            ),
        ),
        (
            (
                "create trigger x after delete on t referencing old table as o"
                " for each statement execute function g()"
            ),
            (
                "create trigger x after delete on t referencing old table as p"
                " for each statement execute function g()"
            ),
        ),
        (
            "create trigger x instead of insert on v for each row execute function f()",
            "create trigger x instead of update on v for each row execute function f()",
        ),
        (PLAIN, f"{PLAIN}; alter table t disable trigger x"),
        (
            f"{PLAIN}; alter table t enable replica trigger x",
            (
                "create trigger x before update on t for each row execute function f();"
                "alter table t enable always trigger x"
            ),
        ),
        (
            f"{PLAIN}; alter table t disable trigger x",
            (
                "create trigger x before update on t for each row execute function f();"
                "alter table t disable trigger x"
            ),
        ),
        (
            f"{PLAIN}; alter table t disable trigger x",
            "create trigger x before update on t for each row execute function f()",
        ),
        (
            "create constraint trigger x after insert on t for each row execute function f()",
            (
                "create constraint trigger x after insert on t deferrable initially deferred"
                " for each row execute function f()"
            ),
        ),
        (
            "create constraint trigger x after insert on t for each row execute function f()",
            "create trigger x after insert on t for each row execute function f()",
        ),
        (
            "create trigger x after insert on parted for each row execute function f()",
            (
                "create trigger x after update on parted for each row execute function f();"
                "alter table parted disable trigger x"
            ),
        ),
        (
            'create schema "S s"; create table "S s"."T t" ("A b" int)',
            (
                'create schema "S s"; create table "S s"."T t" ("A b" int); create trigger "X y"'
                ' before update of "A b" on "S s"."T t" for each row execute function f();'
                'alter table "S s"."T t" disable trigger "X y";'
                """comment on trigger "X y" on "S s"."T t" is 'x'"""
            ),
        ),
        (
            f"{PLAIN}; comment on trigger x on t is 'a'",
            f"{PLAIN}; comment on trigger x on t is 'b'",
        ),
        (
            (
                "create function h() returns trigger language plpgsql as 'begin return new; end';"
                "create trigger x before insert on t for each row execute function h()"
            ),
            PLAIN,
        ),
    ],
)
def test_triggers(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, TABLE + old, TABLE + new)


@pytest.mark.parametrize(
    ("old", "new"),
    [("a int, b int", "a bigint, b int"), ("a int, b int", "a int, b int, c int")],
)
def test_triggers_on_columns_that_change(pg: embedded.Server, old: str, new: str) -> None:
    trigger = (
        "create function f() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger x before update of a on t for each row"
        " when (old.a is distinct from new.a) execute function f();"
        "comment on trigger x on t is 'x'; alter table t enable always trigger x"
    )
    both_ways(pg, f"create table t ({old}); {trigger}", f"create table t ({new}); {trigger}")


def test_partition_has_its_parents_trigger(pg: embedded.Server) -> None:
    trigger = "create trigger x after insert on parted for each row execute function f();"
    part = "create table part partition of parted for values from (1) to (2);"
    both_ways(pg, TABLE + part, TABLE + part + trigger)
    both_ways(pg, TABLE + trigger, TABLE + trigger + part)
