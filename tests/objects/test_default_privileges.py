"""Default privileges, and what they do to objects that come while they are there."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.objects.roles import made
from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.pg import embedded

ROLES = {"$a": f"default_a_{os.getpid()}", "$b": f"Default b {os.getpid()}"}
TABLES = "alter default privileges grant select on tables to $a;"
IN_PUBLIC = "alter default privileges in schema public"


@pytest.fixture(scope="module", autouse=True)
def roles(pg: embedded.Server) -> Iterator[None]:
    with made(pg, ROLES.values()):
        yield


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", TABLES),
        ("", TABLES.replace("select", "all")),
        ("", TABLES.replace("$a;", "$b with grant option")),
        (TABLES, TABLES.replace("$a;", "$a with grant option")),
        (TABLES, TABLES.replace("select", "insert, update")),
        ("", "alter default privileges for role $b grant usage on sequences to $a"),
        ("", "alter default privileges revoke execute on functions from public"),
        ("", "alter default privileges for role $a revoke usage on types from public"),
        ("", "alter default privileges for role $a revoke all on tables from $a"),
        ("", "alter default privileges grant usage on schemas to public"),
        ("", f"{IN_PUBLIC} grant select on tables to $a; {TABLES}"),
        ("", f"{IN_PUBLIC} grant execute on functions to $b"),
        (
            f"{IN_PUBLIC} grant select on tables to $a",
            f"{IN_PUBLIC} grant insert, update on tables to $a, $b",
        ),
        (
            "",
            'create schema "S"; alter default privileges in schema "S" grant all on types to $a',
        ),
    ],
)
def test_default_privileges(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, _named(old), _named(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Made before them, and after.
        ("", "create table t (a int); create sequence s;" + TABLES),
        ("", TABLES + "create table t (a int)"),
        (TABLES, TABLES + "create table t (a int)"),
        (TABLES, TABLES + "create table t (a int); revoke all on t from $a"),
        (TABLES, "create table t (a int);"),
        (TABLES, "create table t (a int);" + TABLES.replace("select", "insert")),
        (TABLES, TABLES.replace("select", "insert") + "create table t (a int);"),
        (TABLES, TABLES + "create table t (a int); alter table t owner to $b"),
        (TABLES, TABLES + "create table t (a int); alter table t owner to $a"),
        (TABLES, TABLES + "create table t (a int); grant select on t to $a with grant option"),
        (
            f"{IN_PUBLIC} grant usage on sequences to $a;",
            (f"{IN_PUBLIC} grant usage on sequences to $a; create table t (a serial, b int);"
            " create sequence s; revoke all on sequence s from $a"),
        ),
        (
            f"{IN_PUBLIC} grant usage on sequences to $a;",
            (f"{IN_PUBLIC} grant usage on sequences to $a;"
            " create table t (a int generated always as identity)"),
        ),
        (
            "alter default privileges grant usage on schemas to $a",
            ("alter default privileges grant usage on schemas to $a; create schema s;"
            " create schema r; revoke usage on schema r from $a"),
        ),
        # The same for everything else that they speak of.
        (
            "alter default privileges revoke execute on functions from public;"
            " alter default privileges grant usage on types to $a;" + TABLES,
            "alter default privileges revoke execute on functions from public;"
            " alter default privileges grant usage on types to $a;" + TABLES
            + " create function f() returns int language sql return 1;"
            " create function g() returns int language sql return 1;"
            " grant execute on function g() to public;"
            " create type e as enum ('a'); create domain d as int;"
            " revoke usage on type e from $a; revoke usage on domain d from public;"
            " create view v as select 1 as a; create materialized view m as select 1 as a;"
            " revoke select on v from $a",
        ),
        (
            "alter default privileges revoke all on tables from current_user",
            ("alter default privileges revoke all on tables from current_user;"
            " create table t (a int); create table u (a int); grant all on u to current_user"),
        ),
    ],
)  # fmt: skip
def test_objects_that_come(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, _named(old), _named(new))


def _named(sql: str) -> str:
    return re.sub(r"\$\w", lambda found: f'"{ROLES[found[0]]}"', sql)
