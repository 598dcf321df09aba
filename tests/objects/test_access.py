"""Owners and privileges, of any kind of object."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from confiture.ddl.objects import Access, Grant
from confiture.ddl.objects.privileges import handed_over, privileges
from tests.objects.roles import made
from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.pg import embedded

ROLES = {"$a": f"access_a_{os.getpid()}", "$b": f"Access b {os.getpid()}"}
TABLE = "create table t (a int, b int);"


@pytest.fixture(scope="module", autouse=True)
def roles(pg: embedded.Server) -> Iterator[None]:
    with made(pg, ROLES.values()):
        yield


@pytest.mark.parametrize(
    ("same", "old", "new"),
    [
        (TABLE, "", "grant select on t to $a"),
        (TABLE, "", "grant select, insert on t to $b, $a"),
        (TABLE, "", "grant all on t to public"),
        (TABLE, "", "grant select on t to $a with grant option"),
        (TABLE, "grant select on t to $a", "grant select on t to $a with grant option"),
        (TABLE, "grant all on t to $a", "grant select on t to $a"),
        (TABLE, "", "revoke all on t from current_user"),
        (TABLE, "", "revoke insert on t from current_user; grant insert on t to $a"),
        (TABLE, "", "grant select on t to current_user with grant option"),
        (TABLE, "", "grant select (a) on t to $a"),
        (TABLE, "grant select on t to $a", "grant select (a), update (b) on t to $a"),
        (TABLE, "", "grant select (a) on t to $a, $b with grant option"),
        (TABLE, "alter table t add c int", "grant select (a) on t to $a"),
        ("", "", TABLE + "grant select (a), insert (a, b) on t to $a; grant delete on t to $a"),
        ("create sequence s;", "", "grant usage on sequence s to $a"),
        ("create sequence s;", "", "revoke all on sequence s from current_user"),
        ("create table t (a serial);", "", "grant usage, select on sequence t_a_seq to $a"),
        ("create schema s;", "", "grant usage on schema s to $a with grant option"),
        ("create schema s;", "", "revoke create on schema s from current_user"),
        ("", "", "grant create on schema public to public"),
        ("", "", "revoke usage on schema public from public"),
        ("", "", 'create schema "S s"; grant all on schema "S s" to $a'),
    ],
)
def test_privileges(pg: embedded.Server, same: str, old: str, new: str) -> None:
    both_ways(pg, _named(same + old), _named(same + new))


@pytest.mark.parametrize(
    ("same", "old", "new"),
    [
        (TABLE, "", "alter table t owner to $a"),
        (TABLE, "alter table t owner to $b", "alter table t owner to $a"),
        ("", "", TABLE + "alter table t owner to $a"),
        ("create sequence s;", "", "alter sequence s owner to $a"),
        ("create schema s;", "", "alter schema s owner to $a"),
        ("", "", "alter schema public owner to $a"),
        # Owners take along what they hold by being one.
        (TABLE, "grant select on t to $a", "alter table t owner to $a"),
        (TABLE, "grant all on t to $a with grant option", "alter table t owner to $a"),
        (
            TABLE,
            "alter table t owner to $a; grant insert on t to $b",
            "alter table t owner to $b; grant select on t to $a",
        ),
        (
            TABLE,
            "alter table t owner to $a; revoke insert on t from $a",
            "alter table t owner to $b; revoke insert on t from $b",
        ),
        (TABLE, "revoke select on t from current_user", "alter table t owner to $b"),
        (TABLE + "alter table t owner to $a;", "", "grant select (a) on t to $b"),
        # A sequence has the owner of its table.
        ("create table t (a serial);", "", "alter table t owner to $a"),
        ("", "", "create table t (a serial); alter table t owner to $a"),
        (
            "create table t (a serial); alter table t owner to $a;",
            "alter sequence t_a_seq owned by none",
            "",
        ),
        (
            "create table t (a int); create table u (a int); create sequence s;",
            "alter sequence s owned by t.a; alter table t owner to $a",
            ("alter table u owner to $b; alter sequence s owner to $b;"
            " alter sequence s owned by u.a"),
        ),
        (
            "create table t (a serial); alter table t owner to $a;",
            "",
            "grant usage on sequence t_a_seq to $b",
        ),
    ],
)  # fmt: skip
def test_owners(pg: embedded.Server, same: str, old: str, new: str) -> None:
    both_ways(pg, _named(same + old), _named(same + new))


IDENTITY = "create table t (a int generated always as identity);"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (IDENTITY, IDENTITY + "grant usage on sequence t_a_seq to $a"),
        ("", IDENTITY + "grant usage on sequence t_a_seq to $a"),
        ("create table t (a int not null)", IDENTITY + "grant all on sequence t_a_seq to $a"),
        (IDENTITY, IDENTITY + "comment on sequence t_a_seq is 'counts'"),
        (IDENTITY, IDENTITY + "alter table t owner to $a"),
    ],
)
def test_sequences_of_identity_columns(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, _named(old), _named(new))


@pytest.mark.parametrize(
    ("same", "new"),
    [
        ("create function f() returns int language sql return 1;", "on function f()"),
        ("create type e as enum ('a');", "on type e"),
        ("create domain d as int;", "on domain d"),
    ],
)
@pytest.mark.parametrize("change", ["grant all {} to $a", "revoke all {} from public"])
def test_what_everybody_may_use(pg: embedded.Server, same: str, new: str, change: str) -> None:
    both_ways(pg, same, _named(same + change.format(new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Access(), Access((Grant("a", "x"),)), ["grant x on o to a"]),
        (Access((Grant("a", "x", True),)), Access((Grant("a", "x"),)),
         ["revoke grant option for x on o from a"]),
        (Access((Grant("a", "x"),)), Access((Grant("a", "x", True),)),
         ["grant x on o to a with grant option"]),
        (Access(), Access((), (Grant("public", "x"),)), ["revoke x on o from public"]),
        (Access((), (Grant("public", "x"),)), Access(), ["grant x on o to public"]),
        # The owner's own right to pass on is more than what owners have.
        (Access((Grant("o", "x", True),), (Grant("o", "x"),)), Access(),
         ["revoke grant option for x on o from o"]),
    ],
)  # fmt: skip
def test_statements(old: Access, new: Access, expected: list[str]) -> None:
    assert list(privileges(old, new, lambda word: f"{word} on o")) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Access((Grant("c", "x"),)), Access((Grant("c", "x"),))),
        (Access((Grant("b", "x"),)), Access()),
        (Access((Grant("b", "x", True),)), Access((Grant("b", "x", True),), (Grant("b", "x"),))),
        (Access((), (Grant("a", "x"),)), Access((), (Grant("b", "x"),))),
        (Access((Grant("b", "x"),), (Grant("a", "x"),)), Access()),
        (Access((), (Grant("public", "x"),)), Access((), (Grant("public", "x"),))),
    ],
)
def test_what_a_new_owner_has(before: Access, after: Access) -> None:
    assert handed_over(before, "a", "b") == after


def _named(sql: str) -> str:
    return re.sub(r"\$\w", lambda found: f'"{ROLES[found[0]]}"', sql)
