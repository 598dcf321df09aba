"""Event triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

FUNCTIONS = (
    'create schema "S s";'
    "create function \"S s\".f() returns event_trigger language plpgsql as 'begin end';"
    "create function g() returns event_trigger language plpgsql as 'begin end';"
)
PLAIN = 'create event trigger x on ddl_command_start execute function "S s".f()'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", PLAIN),
        (PLAIN, 'create event trigger x on ddl_command_end execute function "S s".f()'),
        (
            PLAIN,
            (
                "create event trigger x on ddl_command_start when tag in ('CREATE TABLE',"
                " 'ALTER TABLE') execute function g()"
            ),
        ),
        (PLAIN, f"{PLAIN}; alter event trigger x disable"),
        (
            f"{PLAIN}; alter event trigger x enable always",
            f"{PLAIN}; alter event trigger x enable replica",
        ),
        (
            "",
            (
                'create event trigger "X y" on sql_drop execute function g();'
                """alter event trigger "X y" disable; comment on event trigger "X y" is 'x'"""
            ),
        ),
        (PLAIN, "create table t (a int)"),
    ],
)
def test_event_triggers(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, FUNCTIONS + old, FUNCTIONS + new)
