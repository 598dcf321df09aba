"""What a rehearsal sees of statements: by which names, and which locks can be had ahead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from confiture.model.effects import Effect, Lock
from confiture.pg.rehearsal import Rehearsal
from confiture.pg.session import Session, connect
from tests.conftest import Database

SCHEMA = """
    create schema app; create schema archive;
    create table app.o (id int primary key, uid int); create index i on app.o (uid);
    create sequence app.s; create view app.v as select id from app.o;
    create table app.p (id int) partition by range (id);
    create table app.p1 partition of app.p for values from (0) to (10);
    create table app.late (id int);
"""


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    session = connect(database.conninfo, environment="local")
    session.script(SCHEMA)
    yield session
    session.close()


def rehearsed(session: Session, transactions: tuple[str, ...]) -> list[list[Effect]]:
    rehearsal = Rehearsal(session)
    effects = []
    for text in transactions:
        with session.transaction():
            effects.append([rehearsal.run(one) for one in text.split("; ")])
    return effects


def exclusive(locks: tuple[Lock, ...]) -> list[str]:
    return [lock.relation for lock in locks if lock.mode == "ACCESS EXCLUSIVE"]


@pytest.mark.parametrize(
    ("transactions", "ahead"),
    [
        (["alter table app.o rename to q; alter table app.q add z int"], ["app.o"]),
        # what is made under a name that was another's needs no lock
        (
            [("alter table app.o rename to q; create table app.o (id int); lock app.o;"
             " drop table app.q cascade")],
            ["app.i app.o app.o_pkey app.v"],
        ),
        (["alter index app.i rename to j; drop index app.j"], ["app.i app.o"]),
        (["alter schema app rename to shop; alter table shop.o add z int"], ["app.o"]),
        (["alter table app.o set schema archive; alter table archive.o add z int"],
         ["app.o"]),
        (["alter sequence app.s rename to r; drop sequence app.r"], ["app.s"]),
        (["alter view app.v rename to w; drop view app.w"], ["app.v"]),
        (["alter table app.p1 rename to q1; alter table app.p add z int"], ["app.p app.p1"]),
        (
            [("alter table app.late rename to q2;"
             " alter table app.p attach partition app.q2 for values from (10) to (20);"
             " alter table app.p add z int")],
            ["app.late app.p app.p1"],
        ),
        # two that change their names with each other
        (
            [("alter table app.o rename to x; alter table app.late rename to o;"
             " alter table app.x rename to late; alter table app.late add z int")],
            ["app.late app.o"],
        ),
        # each transaction begins with the names that the one before it left
        (
            ["alter table app.o rename to q", "alter table app.q rename to r; lock app.r",
             "alter schema app rename to shop", "drop view shop.v"],
            ["app.o", "app.q", "", "shop.v"],
        ),
        # what an earlier transaction has made may be in use already
        (["create table app.n (id int)", "alter table app.n add z int"], ["", "app.n"]),
        (["lock app.o", "lock app.o"], ["app.o", "app.o"]),
    ],
)  # fmt: skip
def test_locks_ahead(session: Session, transactions: list[str], ahead: list[str]) -> None:
    seen = [
        sorted({name for effect in effects for name in exclusive(effect.ahead)})
        for effects in rehearsed(session, tuple(transactions))
    ]
    assert [" ".join(names) for names in seen] == ahead


def test_what_is_rolled_back_has_no_new_name(session: Session) -> None:
    rehearsal = Rehearsal(session)
    with session.transaction():
        session.script("savepoint before")
        rehearsal.run("alter table app.late rename to q")
        session.script("rollback to before")
        assert exclusive(rehearsal.run("alter table app.late add z int").ahead) == ["app.late"]


def test_outside_of_transactions(session: Session) -> None:
    rehearsal = Rehearsal(session)
    rehearsal.run("alter table app.o rename to q")
    with session.transaction():
        assert exclusive(rehearsal.run("alter table app.q add z int").ahead) == ["app.q"]


def test_what_is_shown_has_the_names_of_its_time(session: Session) -> None:
    text = (
        "alter table app.o rename to q; alter table app.q alter uid type int8;"
        " alter table app.q drop uid"
    )
    _, rewritten, dropped = rehearsed(session, (text,))[0]
    assert [lock.relation for lock in rewritten.locks] == ["app.i", "app.o_pkey", "app.q"]
    assert [lock.relation for lock in rewritten.ahead] == ["app.i", "app.o", "app.o_pkey"]
    assert rewritten.rewritten == ("app.q",)
    assert rewritten.built == ("app.i", "app.o_pkey")
    assert dropped.lost == ('app.q."uid"',)


@pytest.mark.parametrize(
    ("statements", "lost"),
    [
        ("alter table app.o rename uid to owner", []),
        ("alter table app.o rename to q; alter table app.q rename uid to owner", []),
        ("alter table app.o rename uid to gone; alter table app.o drop gone", ['app.o."gone"']),
        # another column under the name of one that goes
        ("alter table app.o drop uid, add uid int", ['app.o."uid"']),
        ("drop table app.late", ["app.late"]),
        ("alter table app.o alter uid type bigint; alter table app.o alter uid type int", []),
        ("alter table app.o alter uid type real", ['app.o."uid"']),
        (
            "alter table app.p add z numeric; alter table app.p alter z type int",
            ['app.p."z"', 'app.p1."z"'],
        ),
        ("alter type app.c drop attribute a", []),  # no column has it
        ("alter table app.late add c app.c[]; alter type app.c drop attribute a", ['app.c."a"']),
        ("alter table app.late add c app.c; alter type app.c rename attribute a to z", []),
    ],
)
def test_what_is_lost(session: Session, statements: str, lost: list[str]) -> None:
    """Columns are known by their numbers: a name alone says nothing."""
    session.script("create type app.c as (a int, b int)")
    (effects,) = rehearsed(session, (statements,))
    assert [name for effect in effects for name in effect.lost] == lost
