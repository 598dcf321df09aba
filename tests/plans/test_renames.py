"""Renames that the user says: nothing is lost, all that mentions the names follows, and the
database is what the new DDL makes. What may be a rename is told."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture import inspection
from confiture.ddl.objects import Key
from confiture.ddl.renames import parts
from confiture.errors import RecipeError, UsageError
from confiture.pg import embedded
from confiture.plans.diff import diff
from confiture.plans.renames import candidates, spelled
from tests.conftest import project_directory
from tests.objects.roles import made
from tests.plans.pairs import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from confiture.plans.diff import Diff
    from tests.plans.pairs import Place

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A project whose private server runs all the time."""
    with project_directory() as root, embedded.lease(root):
        yield root


@pytest.fixture(autouse=True)
def one_in_four_on_15(request: pytest.FixtureRequest) -> None:
    """The oldest server gets all of them with --soak."""
    callspec = getattr(request.node, "callspec", None)
    if callspec is None or request.config.getoption("--soak"):
        return
    if callspec.params.get("pg") == "15" and sum(callspec.indices.values()) % 4:
        pytest.skip("long: make soak")


@dataclass(frozen=True)
class Case:
    """From `old`, which holds `rows`, to `new`; `then` is a query, and what it gives afterwards.
    `sql` are the statements; `none` words that no statement may hold."""

    old: str
    new: str
    renames: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rows: str = ""
    then: tuple[str, list[tuple[Any, ...]]] | None = None
    sql: str | None = None
    none: tuple[str, ...] = field(default=("drop ", "create "))


USERS = """create schema app;
create table app.users (id bigserial primary key, mail text not null unique,
  age int check (age > 0), friend bigint references app.users);
create index on app.users (lower(mail));
create view app.mails as select id, mail as mail from app.users;
"""
CUSTOMERS = """create schema app;
create table app.customers (id bigserial primary key, mail text not null unique,
  age int check (age > 0), friend bigint references app.customers);
create index on app.customers (lower(mail));
create view app.mails as select id, mail as mail from app.customers;
"""
FILLED = "insert into app.users (mail, age) values ('a@x', 1), ('b@x', 2);"
MOODS = "create type mood as enum ('sad', 'meh', 'ok');"
FEELING = "create table t (a mood default 'meh', b mood[]); create index on t (a) where a = 'meh';"
FELT = (
    "insert into t values ('sad', '{meh,ok}'), ('meh', null), ('ok', '{{meh},{sad}}'), (null, '{}')"
)

STATE = """
create type st as enum ({}); create domain d as st; create domain e as d; create domain ds as st[];
create type c as (s st, x d[], z int); create type o as (c c, e e); create domain dc as c;
create table t (a e, b ds, d d[], c c, o o, dc dc);
"""
CASES = {
    "a column": Case(
        old="create table t (a int, mail text not null default 'x' check (mail <> ''));"
        "create index on t (mail); create view v as select mail as m from t;",
        new="create table t (a int, email text not null default 'x' check (email <> ''));"
        "create index on t (email); create view v as select email as m from t;",
        renames=("public.t.mail=email",),
        rows="insert into t values (1, 'a@x')",
        then=("select email, m from t, v", [("a@x", "a@x")]),
        none=("drop ", "create ", " set ", "using"),
    ),
    "a column that views have": Case(
        old="create table t (a int, mail text); create view v as select mail, a from t;"
        "create materialized view m as select mail || '' as text, mail from v;"
        "create unique index on m (mail); create view w as select * from m;",
        new="create table t (a int, email text); create view v as select email, a from t;"
        "create materialized view m as select email || '' as text, email from v;"
        "create unique index on m (email); create view w as select * from m;",
        renames=("t.mail=email",), rows="insert into t values (1, 'a@x');"
        "refresh materialized view m; update t set mail = 'b@x'",
        then=("select w.email, v.email from w, v", [("a@x", "b@x")]),
    ),
    "a table": Case(
        old=USERS, new=CUSTOMERS, renames=("app.users=customers",), rows=FILLED,
        then=("select nextval('app.customers_id_seq'), mail from app.customers order by 2",
              [(3, "a@x"), (4, "b@x")]),
    ),
    "a schema, a table and a column of it": Case(
        old=USERS, new=CUSTOMERS.replace("app", "shop").replace("mail text", "email text")
        .replace("lower(mail)", "lower(email)").replace("mail as", "email as"),
        renames=("schema app=shop", "app.users=customers", "app.users.mail=email"), rows=FILLED,
        then=("select email from shop.customers order by 1", [("a@x",), ("b@x",)]),
    ),
    "to a new schema": Case(
        old=USERS, new="create schema shop;" + CUSTOMERS.replace("app.c", "shop.c"),
        renames=("app.users=shop.customers",), rows=FILLED,
        then=("select mail from shop.customers order by 1", [("a@x",), ("b@x",)]),
        none=("drop ", "create table", "create view"),
    ),
    "to another schema": Case(
        old="create schema a; create schema b; create table a.t (x int);"
        "create function a.f(int) returns int language sql as 'select 1';",
        new="create schema a; create schema b; create table b.t (x int);"
        "create function b.f(int) returns int language sql as 'select 1';",
        renames=("a.t=b.t", "function a.f=b.f"),
        rows="insert into a.t values (1)", then=("select x from b.t", [(1,)]),
        sql="begin;\nalter function a.f(integer) set schema b;\n"
        "alter table a.t set schema b;\ncommit;\n",
    ),
    "names that move on": Case(
        old="create table a (x int); create table b (y int);",
        new="create table b (x int); create table c (y int);",
        renames=("public.a=b", "public.b=c"), rows="insert into a values (1)",
        then=("select x from b", [(1,)]),
        sql="begin;\nalter table public.b rename to c;\n"
        "alter table public.a rename to b;\ncommit;\n",
    ),
    "an identity, NOT NULL and a name in capitals": Case(
        old="create table t (a int generated always as identity, b int not null);",
        new='create table "My t" (a int generated always as identity, "B b" int not null);',
        renames=('t="My t"', 't.b="B b"'),
        rows="insert into t (b) values (7)", then=('select a, "B b" from "My t"', [(1, 7)]),
    ),
    "types": Case(
        old="create type mood as enum ('x'); create domain d as int check (value > 0);"
        "create type pair as (a int); create type r as range (subtype = int4);"
        "create table t (m mood default 'x', d d, p pair, r r); create function f(mood) returns"
        " pair language sql as 'select null::pair';",
        new="create type feeling as enum ('x'); create domain e as int check (value > 0);"
        "create type two as (a int); create type q as range (subtype = int4);"
        "create table t (m feeling default 'x', d e, p two, r q); create function f(feeling)"
        " returns two language sql as 'select null::two';",
        renames=("type public.mood=feeling", "domain d=e", "type pair=two", "type r=q"),
        rows="insert into t values ('x', 1, '(1)', '[1,2]')",
        then=("select m::text, d::int, p::text, r::text from t", [("x", 1, "(1)", "[1,2]")]),
        none=("drop ", "create type", "create domain", "using"),
    ),
    "all that has a name on a table": Case(
        old="create table t (a int, b int); alter table t add constraint c check (a > 0);"
        "create index i on t (a); create statistics s on a, b from t; create function f() returns"
        " trigger language plpgsql as 'begin return new; end'; create trigger g before update on t"
        " for each row execute function f(); create policy p on t using (a > 1);"
        "create rule r as on delete to t do instead nothing; create view v as select 1 as a;"
        "create materialized view m as select a from t; create sequence q;"
        "create publication pub for table t;",
        new="create table t (a int, b int); alter table t add constraint c2 check (a > 0);"
        "create index i2 on t (a); create statistics s2 on a, b from t; create function f2()"
        " returns trigger language plpgsql as 'begin return new; end'; create trigger g2 before"
        " update on t for each row execute function f2(); create policy p2 on t using (a > 1);"
        "create rule r2 as on delete to t do instead nothing; create view v2 as select 1 as b;"
        "create materialized view m2 as select a from t; create sequence q2;"
        "create publication pub2 for table t;",
        renames=("constraint t.c=c2", "i=i2", "statistics s=s2", "function f()=f2",
                 "trigger t.g=g2", "policy t.p=p2", "rule public.t.r=r2", "v=v2", "v.a=b",
                 "m=m2", "q=q2", "publication pub=pub2"),
        rows="select nextval('q')", then=("select nextval('q2')", [(2,)]),
    ),
    "a column of a parent": Case(
        old="create table p (a int, b int) partition by list (a);"
        "create table p1 partition of p for values in (1); create index on p (b);",
        new="create table p (a int, c int) partition by list (a);"
        "create table p1 partition of p for values in (1); create index on p (c);",
        renames=("p.b=c",), rows="insert into p values (1, 2)",
        then=("select c from p1", [(2,)]),
    ),
    "and what else differs": Case(
        old="create table t (a int, b int);", new="create table u (a bigint, c int, d int);",
        renames=("t=u", "t.b=c"), rows="insert into t values (1, 2)",
        then=("select a, c, d from u", [(1, 2, None)]), none=("drop ",),
    ),
    "a new view in place of a table": Case(
        old="create table t (a int);",
        new="create table u (a int); create view t as select a from u;",
        renames=("t=u",), rows="insert into t values (1)", then=("select a from t", [(1,)]),
        none=("drop ", "create table"),
    ),
    "a label": Case(
        old=MOODS + FEELING, new=(MOODS + FEELING).replace("meh", "fine"),
        labels=("mood.meh=fine",), rows=FELT,
        then=("select a::text, b::text from t order by t.a",
              [("sad", "{meh,ok}".replace("meh", "fine")), ("fine", None),
               ("ok", "{{fine},{sad}}"), (None, "{}")]),
        sql="alter type public.mood rename value 'meh' to 'fine';\n",
    ),
    "a label, with others added": Case(
        old=MOODS + FEELING,
        new=FEELING.replace("meh", "fine").join(
            ["create type mood as enum ('sad', 'so', 'fine', 'ok', 'best');", ""]),
        labels=("public.mood.meh=fine",), rows=FELT,
        then=("select a::text from t order by t.a", [("sad",), ("fine",), ("ok",), (None,)]),
        none=("drop ", "using"),
    ),
    "a label in a new order": Case(
        old=MOODS + FEELING,
        new="create type mood as enum ('fine', 'sad', 'ok');" + FEELING.replace("meh", "fine"),
        labels=("public.mood.meh=fine",), rows=FELT,
        then=("select a::text, b::text from t order by t.a",
              [("fine", None), ("sad", "{fine,ok}"), ("ok", "{{fine},{sad}}"), (None, "{}")]),
        none=(),
    ),
    "a label that becomes another": Case(
        old=MOODS + FEELING, new="create type mood as enum ('sad', 'ok');"
        + FEELING.replace("meh", "ok"),
        labels=("public.mood.meh=ok",), rows=FELT,
        then=("select a::text, b::text from t order by t.a, b",
              [("sad", "{ok,ok}"), ("ok", "{{ok},{sad}}"), ("ok", None), (None, "{}")]),
        none=(),
    ),
    "two labels that become a new one, of a type with another name": Case(
        old=MOODS + FEELING,
        new="create type feeling as enum ('so so', 'ok');"
        + FEELING.replace("meh", "so so").replace("mood", "feeling"),
        renames=("type mood=feeling",), labels=("mood.meh=so so", "feeling.sad=so so"), rows=FELT,
        then=("select a::text, b::text from t order by t.a, b",
              [("so so", '{"so so",ok}'), ("so so", None), ("ok", '{{"so so"},{"so so"}}'),
               (None, "{}")]),
        none=(),
    ),
    "a label within domains and composites that becomes another": Case(
        STATE.format("'new', 'gone'"), STATE.format("'new'"),
        labels=("st.gone=new",),
        rows="""insert into t values ('gone', '{gone,new,null}', '{gone}', row('gone', '{gone}', 1),
                    row(row('new', '{}', 2)::c, 'gone')::o, row('gone', null, 3)),
                  (null, null, null, null, null, null)""",
        then=("select * from t order by t.a",
              [("new", "{new,new,NULL}", "{new}", "(new,{new},1)", '("(new,{},2)",new)',
                "(new,,3)"), (None,) * 6]),
        none=(),
    ),
}  # fmt: skip


def led(root: Path, pg: embedded.Server, case: Case, **words: Any) -> tuple[Diff, list[Any]]:
    """The difference from a database with rows to a file, once it was applied and judged."""
    file = root / "new.sql"
    file.write_text(case.new)
    names = [f"renames_{os.getpid()}_{next(_numbers)}" for _ in range(2)]
    with places(pg, *names) as (first, second):
        first.run(case.old)
        first.run(case.rows or "select 1")
        second.run(case.new)
        found = inspection.diff(_url(first), file, root=root, **words)
        text = found.sql
        try:
            first.apply(found.statements)
        except Exception as error:
            raise AssertionError(f"{error}\n{text}") from error
        again = diff(first.read(), second.read())
        assert not again.statements, f"still to do: {again.sql}\nafter:\n{text}"
        assert first.read() == second.read(), text
        assert first.dump() == second.dump(), text
        with psycopg.connect(pg.dsn(first.name)) as connection:
            return found, connection.execute(case.then[0]).fetchall() if case.then else []


def _url(place: Place) -> str:
    words = place.server.conninfo(place.name)
    return f"postgresql://{words['user']}@/{place.name}?host={words['host']}&port={words['port']}"


@pytest.mark.parametrize("name", CASES)
def test_renames(root: Path, pg: embedded.Server, name: str) -> None:
    case = CASES[name]
    found, rows = led(root, pg, case, renames=case.renames, labels=case.labels)
    assert rows == (case.then[1] if case.then else [])
    if case.sql is not None:
        assert found.sql == case.sql
    assert not [word for word in case.none if word in found.sql.lower()], found.sql
    assert "data-loss" not in found.sql
    assert not found.candidates
    assert not found.notes


# ------------------------------------------------------------------ what may be meant

T = "create table t (a int, b int not null, c text default 'x', d serial, e int);"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        (T, T.replace(" b ", " bb "), ["public.t.b=bb"]),
        # The sequence of a serial column, and the default by it, are part of it.
        (T, T.replace(" d ", " number "), ["public.t.d=number"]),
        (T, T.replace(" c ", ' "C c" '), ['public.t.c="C c"']),
        # Not where the type, NOT NULL or the default differ.
        (T, T.replace("a int", "aa bigint"), []),
        (T, T.replace("a int", "aa int not null"), []),
        (T, T.replace("c text default 'x'", "cc text default 'y'"), []),
        # Where several could be meant, the closest names are first.
        (T, T.replace("a int", "eee int").replace(" e int", " aaa int"),
         ["public.t.a=aaa", "public.t.a=eee", "public.t.e=eee", "public.t.e=aaa"]),
        (T, T.replace("table t ", "table u "), ["public.t=u"]),
        (T, T.replace("table t ", "table u ").replace(" e int", " e bigint"), []),
        (T + "create schema s;", "create schema s;" + T.replace("table t", "table s.t"),
         ["public.t=s.t"]),
        # All of a schema goes with it.
        ("create schema a; create table a.t (x int); create type a.e as enum ('x');",
         "create schema b; create table b.t (x int); create type b.e as enum ('x');",
         ["schema a=b"]),
        ("create schema a;", "create schema b;", []),
        # Partitions are told by their bounds.
        (("create table p (a int) partition by list (a); create table p1 partition of p for values"
         " in (1); create table p2 partition of p for values in (2);"),
         ("create table p (a int) partition by list (a); create table q1 partition of p for values"
         " in (1); create table q2 partition of p for values in (2);"),
         ["public.p1=q1", "public.p2=q2"]),
        (("create table p (a int) partition by list (a); create table p1 partition of p for values"
         " in (1);"),
         ("create table p (b int) partition by list (b); create table p1 partition of p for values"
         " in (1);"), ["public.p.a=b"]),
        ("create type e as enum ('a', 'b');", "create type f as enum ('a', 'b');",
         ["type public.e=f"]),
        ("create type e as enum ('a', 'b');", "create type f as enum ('a', 'c');", []),
        ("create domain e as int;", "create domain f as int;", ["domain public.e=f"]),
        ("create type e as range (subtype = int4);", "create type f as range (subtype = int4);",
         ["type public.e=f"]),
        ("create type e as (a int);", "create type f as (a int);", ["type public.e=f"]),
        ("create function f(int, int) returns int language sql as 'select 1'",
         "create function g(int, int) returns int language sql as 'select 1'",
         ["function public.f(integer, integer)=g"]),
        ("create function f(int) returns int language sql as 'select 1'",
         "create function g(int) returns int language sql as 'select 2'", []),
        (T + "create index f on t (a) where b > 0;", T + "create index g on t (a) where b > 0;",
         ["public.f=g"]),
        (T + "create index f on t (a);", T + "create index g on t (b);", []),
        (T + "alter table t add constraint f unique (a);",
         T + "alter table t add constraint g unique (a);", ["constraint public.t.f=g"]),
        (T + "create view f as select a from t;", T + "create view g as select a from t;",
         ["public.f=g"]),
        ("create sequence f start 7;", "create sequence g start 7;", ["public.f=g"]),
        (T + "create policy f on t using (true);", T + "create policy g on t using (true);",
         ["policy public.t.f=g"]),
    ],
)  # fmt: skip
def test_candidates(pg: embedded.Server, old: str, new: str, expected: list[str]) -> None:
    names = [f"renames_{os.getpid()}_{next(_numbers)}" for _ in range(2)]
    with places(pg, *names) as (first, second):
        first.run(old or "select 1")
        second.run(new or "select 1")
        found = candidates(first.read(), second.read())
    assert [one.option for one in found] == expected


def _diff(root: Path, old: str, new: str, **words: Any) -> Diff:
    (root / "old.sql").write_text(old)
    (root / "new.sql").write_text(new)
    return inspection.diff(root / "old.sql", root / "new.sql", root=root, **words)


def test_a_candidate_is_dropped_and_added(root: Path) -> None:
    """It can be said as it is told, and there is none then."""
    new = T.replace(" c ", ' "C c" ')
    found = _diff(root, T, new)
    assert [one.action.verb for one in found.statements] == ["drop", "create"]
    assert "-- data-loss\n" in found.sql
    (one,) = found.candidates
    assert str(one) == (
        """column public.t."C c" may be public.t.c renamed: --rename 'public.t.c="C c"'"""
    )
    confirmed = _diff(root, T, new, renames=[one.option])
    assert confirmed.sql == 'alter table public.t rename column c to "C c";\n'
    assert str(confirmed) == '> column public.t."C c"\n    name: public.t.c → public.t."C c"\n'
    assert not confirmed.candidates


@given(
    st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1), min_size=3, max_size=3)
)
def test_a_name_is_read_as_it_is_told(path: list[str]) -> None:
    assert parts(spelled(Key("column", tuple(path)))) == tuple(path)


# ------------------------------------------------------------------ what cannot be

FEW = "create table t (a int, mail text, b int); create type e as enum ('x', 'y');"


@pytest.mark.parametrize(
    ("renames", "labels", "said"),
    [
        (["t.mial=email"], [], "the old side has no t.mial\n  help: did you mean 't.mail'?"),
        (["t.mail=emial"], [],
         "the new side has no column public.t.emial\n  help: did you mean 'public.t.email'?"),
        (["t.a=email"], [], "the new side still has column public.t.a"),
        (["t.mail=b"], [], "the old side has column public.t.b already"),
        (["t.a=a"], [], "column public.t.a has that name on both sides"),
        (["t.mail=u.email"], [], "the new side has no column u.email"),
        (["t.mail=email", "public.t.mail=email"], [], "column public.t.mail is renamed twice"),
        (["mail"], [], "--rename 'mail' is not [KIND] OLD=NEW"),
        (["table t.mail=email"], [], "the old side has no t.mail"),
        ([], ["e.z=w"], "public.e has no label 'z' on the old side"),
        ([], ["e.x=z"], "public.e has no label 'z' on the new side"),
        ([], ["e.y=w"], "the new side still has the label 'y' of public.e"),
        ([], ["f.x=w"], "no enumeration f is on both sides"),
        ([], ["e=w"], "--map-label 'e=w' is not TYPE.OLD=NEW"),
        (["t.mial=email", "t.mail=emial"], ["e.z=w"], "3"),
    ],
)  # fmt: skip
def test_refused(root: Path, renames: list[str], labels: list[str], said: str) -> None:
    new = FEW.replace("mail", "email").replace("'x'", "'w'")
    with pytest.raises(UsageError) as raised:
        _diff(root, FEW, new, renames=renames, labels=labels)
    found = raised.value.diagnostics
    assert said in str(raised.value) or said == str(len(found))


def test_ambiguous(root: Path) -> None:
    old = "create function f(int) returns int language sql as 'select 1'; create function f(text)"
    new = old.replace("f(", "g(") + " returns int language sql as 'select 1';"
    old += " returns int language sql as 'select 1';"
    with pytest.raises(UsageError, match=r"could be function public.f\(integer\), function"):
        _diff(root, old, new, renames=["function f=g"])
    found = _diff(root, old, new, renames=["function f(integer)=g", "f( text )=g"])
    assert found.sql == (
        "begin;\n"
        "alter function public.f(integer) rename to g;\n"
        "alter function public.f(text) rename to g;\n"
        "commit;\n"
    )


def test_a_circle(root: Path) -> None:
    old = "create table a (x int); create table b (y int);"
    new = "create table b (x int); create table a (y int);"
    with pytest.raises(UsageError, match=r"these take each other's names: public.a, public.b"):
        _diff(root, old, new, renames=["a=b", "b=a"])


def test_what_postgresql_cannot_rename(root: Path) -> None:
    old = "create type p as (x int, z int); create table t of p;"
    with pytest.raises(RecipeError, match="cannot be tried on a scratch copy") as raised:
        _diff(root, old, old.replace("x", "y"), renames=["t.x=y"])
    assert raised.value.diagnostics[0].code == "unproven"


# ------------------------------------------------------------------ comments in DDL

TOLD = """
-- confiture: renamed from t
create table u (
  a int,
  email text, -- confiture: renamed from mail
  b int
);
-- confiture: label x is now w
create type e as enum ('w', 'y');
"""


def test_told_in_ddl(root: Path) -> None:
    found = _diff(root, FEW, TOLD)
    assert found.sql == (
        "begin;\n"
        "alter table public.t rename column mail to email;\n"
        "alter type public.e rename value 'x' to 'w';\n"
        "alter table public.t rename to u;\n"
        "commit;\n"
    )
    # What was renamed before stays told, and counts no more.
    assert not _diff(root, TOLD, TOLD).statements
    done = TOLD.replace("email text,", "mail text, email text,")
    assert "rename column" not in _diff(root, FEW, done).sql
    assert "rename" not in _diff(root, "create table u (a int);", TOLD).sql


def test_told_in_both_ways(root: Path) -> None:
    """The command line may say the same as a comment."""
    found = _diff(root, FEW, TOLD, renames=["t=u", "t.mail=email"], labels=["e.x=w"])
    assert len(found.statements) == 3


def test_told_of_another_schema(root: Path) -> None:
    old = "create schema app; create schema shop; create table app.t (a int);"
    new = "create schema app; create schema shop;\n-- confiture: renamed from app.t\n"
    found = _diff(root, old, new + "create table shop.t (a int);")
    assert found.sql == "alter table app.t set schema shop;\n"


# ------------------------------------------------------------------ labels that go


def test_a_label_that_goes(root: Path) -> None:
    old, new = "create type m as enum ('a', 'b c');", "create type m as enum ('a', 'z');"
    (note,) = _diff(root, old, new).notes
    assert note == (
        "label 'b c' of public.m goes; the change fails where rows have it, unless you say what"
        " they become: --map-label 'public.m.\"b c\"=LABEL'"
    )
    assert not _diff(root, old, new, labels=['public.m."b c"=z']).notes


@pytest.mark.parametrize(
    ("column", "types"),
    [
        ("c[]", "create type c as (s st);"),
        ("r", "create type r as range (subtype = st);"),
        ("ds[]", "create domain ds as st[];"),
    ],
)
def test_a_label_out_of_reach(root: Path, column: str, types: str) -> None:
    ddl = f"create type st as enum ({{}}); {types} create table t (a {column})"
    with pytest.raises(RecipeError, match=r"public\.t\.a is of type public\..*labels of public.st"):
        _diff(root, ddl.format("'new', 'gone'"), ddl.format("'new'"), labels=["st.gone=new"])


# ------------------------------------------------------------------ owners


def test_owners_stay(root: Path, pg: embedded.Server) -> None:
    """Nor what stays; and what is bound to that has its owner."""
    role = f"renames_{os.getpid()}"
    with made(pg, [role]), places(pg, f"renames_{os.getpid()}_{next(_numbers)}") as (place,):
        ddl = "create table t (id serial, n int generated always as identity); create view v as {};"
        place.run(f"{ddl.format('select id from t')} alter table t owner to {role}")
        file = root / "new.sql"
        file.write_text(ddl.format("select id from t"))
        assert not inspection.diff(_url(place), file, root=root).changes
        file.write_text(ddl.format("select id from t") + "alter table t add column k bigserial;")
        found = inspection.diff(_url(place), file, root=root)
    assert f"alter sequence public.t_k_seq owner to {role};" in found.sql
    assert "create sequence public.t_k_seq;" in found.sql


def test_owners_follow(root: Path, pg: embedded.Server) -> None:
    """DDL that names no owner does not take what is renamed from the role that has it."""
    role = f"renames_{os.getpid()}"
    with made(pg, [role]), places(pg, f"renames_{os.getpid()}_{next(_numbers)}") as (place,):
        place.run("create schema app; create table app.t (a int, b int)")
        place.run(f"alter schema app owner to {role}; alter table app.t owner to {role}")
        file = root / "new.sql"
        file.write_text("create schema shop; create table shop.u (a int, c int);")
        there = ("schema app=shop", "app.t=u", "app.t.b=c")
        found = inspection.diff(_url(place), file, root=root, renames=there)
        back = inspection.diff(file, _url(place), root=root,
                        renames=("schema shop=app", "shop.u=t", "shop.u.c=b"))  # fmt: skip
    assert found.sql == (
        "begin;\n"
        "alter table app.t rename column b to c;\n"
        "alter table app.t rename to u;\n"
        "alter schema app rename to shop;\n"
        "commit;\n"
    )
    assert "owner" not in back.sql
    assert len(back.statements) == 3


def test_another_reader_than_the_owner(root: Path, pg: embedded.Server) -> None:
    """Who reads the live side need own nothing of it, and need not be a superuser."""
    names = [f"reader_{os.getpid()}", f"owner_{os.getpid()}"]
    reader, owner = names
    with made(pg, names), places(pg, f"renames_{os.getpid()}_{next(_numbers)}") as (place,):
        place.run(
            f"alter role {reader} login; grant {owner} to {reader}; create table a (id int);"
            f"create schema x authorization {owner}; create table x.b (id int);"
            f"alter table x.b owner to {owner}"
        )
        file = root / "new.sql"
        file.write_text(
            "create table a (id int); create schema x; create table x.b (id int, c int);"
        )
        url = _url(place).replace("//postgres@", f"//{reader}@")
        found = inspection.diff(url, file, root=root)
    assert found.sql == "alter table x.b add column c integer;\n"
