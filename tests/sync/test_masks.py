"""Masks through a whole sync: what must agree agrees, what must differ differs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from confiture import api
from confiture.errors import HazardRefused, StalePlan

if TYPE_CHECKING:
    from .syncing import Pair

KEEP = 'keep others because "numbers"'


def test_ends_of_a_foreign_key_of_two_lengths(pair: Pair) -> None:
    ddl = """
    create table person (email text primary key);
    create table letter (id int primary key, email varchar(32) references person);
    create table copy (id int primary key, email varchar(90));
    """
    for place in (pair.source, pair.target):
        place.run(ddl)
    pair.source.run(
        "insert into person select 'p' || i || '@corp.com' from generate_series(1, 50) i;"
        "insert into letter select i, 'p' || i || '@corp.com' from generate_series(1, 50) i;"
        "insert into copy select id, email from letter"
    )
    pair.sync(
        "key = masking_key\nmask *.* { email with email in domain mailbox }\n"
        f"{KEEP}\nverify constraints and masks"
    )
    joined = "select count(*) from person join letter using (email) join copy using (email)"
    assert pair.target.one(joined) == 50


def test_foreign_key_of_citext(pair: Pair) -> None:
    """Its operator stands outside of the search path that sessions are pinned to."""
    ddl = """
    create extension citext;
    create table person (email citext primary key);
    create table letter (id int primary key, email citext references person);
    """
    for place in (pair.source, pair.target):
        place.run(ddl)
    pair.source.run(
        "insert into person values ('A@corp.com'); insert into letter values (1, 'a@Corp.com')"
    )
    pair.sync(f"{KEEP}\nverify constraints")
    assert pair.target.rows("select email::text from letter") == [("a@Corp.com",)]


def test_ends_of_an_inherited_foreign_key(pair: Pair) -> None:
    """Neither end of a foreign key covers the tables that inherit from it."""
    ddl = """
    create table parent (id int primary key); create table child () inherits (parent);
    create table user_ (id int, parent_id int references parent);
    create table heir () inherits (user_);
    """
    for place in (pair.source, pair.target):
        place.run(ddl)
    pair.source.run("insert into child values (7); insert into heir values (1, 7), (2, 99)")
    pair.sync(f"{KEEP}\nverify constraints")
    assert pair.target.one("select count(*) from user_") == 2


def test_releases_are_unlinkable(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run("create table person (id int primary key, email text)")
    pair.source.run("insert into person select i, 'p' || i from generate_series(1, 20) i")
    seen: dict[str, set[str]] = {}
    for release in ("one", "two", "one"):
        pair.sync(
            f'key = masking_key\nrelease = "{release}"\nmask person {{ email with email }}\n{KEEP}',
            accept=["data-loss"],
        )
        found = {email for (email,) in pair.target.rows("select email from person")}
        assert seen.setdefault(release, found) == found
    assert not seen["one"] & seen["two"]


def test_empty_and_null_stay_apart(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run("create table person (id int primary key, email text, nick text)")
    pair.source.run("insert into person values (1, null, null), (2, '', '')")
    pair.sync(
        'key = masking_key\nmask person {\nemail with email\nnick with constant("x")\n}\n' + KEEP
    )
    rows = pair.target.rows("select id, email is null, nick from person order by id")
    assert rows == [(1, True, "x"), (2, False, "x")]


CONSTANTS = {
    "int": ("40_000", "40000"),
    "numeric(8, 2)": ("12.345", "12.35"),
    "boolean": ("true", "true"),
    "date": ("2020-02-29", "2020-02-29"),
    "timestamp": ('"2020-02-29 12:00"', "2020-02-29 12:00:00"),
    "jsonb": ('"{}"', "{}"),
    "text[]": ('"{a,b}"', "{a,b}"),
    "inet": ('"10.0.0.1"', "10.0.0.1/32"),
    "interval": ('"1 month"', "1 mon"),
    "text": ('"it\'s \\\\ \\"q\\""', 'it\'s \\ "q"'),
    "char(4)": ('"ab"', "ab"),
    "bytea": ('"\\\\x00ff"', "\\x00ff"),
    "uuid": (f'"{uuid.UUID(int=1)}"', str(uuid.UUID(int=1))),
}


@pytest.mark.parametrize("more", ["", ", c regclass"], ids=["binary", "text"])
def test_constants_of_types(pair: Pair, more: str) -> None:
    columns = ", ".join(f"v{number} {type_}" for number, type_ in enumerate(CONSTANTS))
    for place in (pair.source, pair.target):
        place.run(f"create table t (id int{more}, {columns})")
    pair.source.run("insert into t (id) values (1)")
    rules = "\n".join(
        f"v{number} with constant({value})" for number, (value, _) in enumerate(CONSTANTS.values())
    )
    pair.sync(f"mask t {{\n{rules}\n}}\n{KEEP}")
    read = ", ".join(f"v{number}::text" for number in range(len(CONSTANTS)))
    assert pair.target.rows(f"select {read} from t") == [
        tuple(expected for _, expected in CONSTANTS.values())
    ]


def test_rows_of_the_target_are_a_hazard(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run("create table t (id int)")
    pair.target.run("insert into t values (1), (2)")
    plan = pair.plan(KEEP)
    with pytest.raises(HazardRefused, match=r"the rows of public\.t in local are replaced"):
        pair.apply(plan)
    assert pair.target.one("select count(*) from t") == 2
    pair.apply(plan.accepting("data-loss on local"))
    assert pair.target.one("select count(*) from t") == 0


def test_rows_that_come_after_the_plan_are_not_lost(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run("create table t (id int)")
    plan = pair.plan(KEEP)
    pair.target.run("insert into t values (1)")
    with pytest.raises(HazardRefused, match=r"local already holds rows in public\.t"):
        pair.apply(plan)
    assert pair.target.one("select count(*) from t") == 1


CHANGES = (
    "alter table t add more int",
    "alter table t alter v type varchar(30)",
    "alter table t alter v set not null",
    "alter table t alter v set default 'x'",
    "create index on t (v)",
    "alter table t disable trigger told",
    "alter type mood add value 'bad'",
    "create materialized view m2 as select 1",
    "create table other (id int)",
    "alter sequence s increment 3",
)


def test_a_changed_schema_makes_the_plan_stale(pair: Pair) -> None:
    ddl = """
    create type mood as enum ('good'); create table t (id int, v text, m mood);
    create sequence s owned by t.id; create materialized view m as select 1;
    create function told() returns trigger language plpgsql as 'begin return new; end';
    create trigger told before insert on t for each row execute function told();
    """
    for place in (pair.source, pair.target):
        place.run(ddl)
    plan = pair.plan(KEEP)
    pair.source.run("insert into t values (1, 'v'); analyze t")
    assert pair.plan(KEEP).base == plan.base
    seen = {plan.base[1].fingerprint}
    for change in CHANGES:
        for place in (pair.source, pair.target):
            place.run(change)
        seen.add(pair.plan(KEEP).base[1].fingerprint)
    assert len(seen) == 1 + len(CHANGES)
    with pytest.raises(StalePlan, match="local, production changed since the plan was made"):
        pair.apply(plan)


def test_the_same_databases_give_the_same_plan(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run("create table t (id int primary key, v text unique); create table u (id int)")
    first, second = pair.plan(KEEP), pair.plan(KEEP)
    assert first == second
    assert first.digest == second.digest
    path = pair.root / "plan.json"
    path.write_bytes(first.to_json())
    assert api.read_plan(path) == first
