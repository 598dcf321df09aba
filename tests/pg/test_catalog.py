"""Every field of a `Schema`, read from a database that has one of each."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from confiture.model.names import QName, quote
from confiture.pg import catalog
from confiture.pg.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from confiture.model.schema import ForeignKey, Index, Schema, Table
    from confiture.pg import embedded
    from confiture.steps.abc import Row

DDL = """
create schema app;
create extension citext schema public;
create extension hstore schema public;
create type app.mood as enum ('sad', 'happy');
create type app.pair as (a int, m app.mood);
create domain app.short as varchar(9);
create domain app.code as app.short not null;
create type app.span as range (subtype = float8);
create table app.t (
  id int generated always as identity, txt text, v varchar(7), c char(3), vv varchar,
  ci public.citext, n name, ch "char", code app.code, short app.short, num numeric(6, 2),
  arr text[], arrs app.mood[], shorts app.short[], mood app.mood, pair app.pair, span app.span,
  rng int4range, rc regclass, x xml, jb jsonb, hs public.hstore, o oid,
  gone int, nn int not null, def int default 7,
  gen text generated always as (lower(txt) || v) stored,
  constraint t_pk primary key (id) with (fillfactor = 80)
);
alter table app.t drop column gone;
create unique index lowered on app.t (lower(txt), num) include (v) where v <> '';
create unique index nothing_twice on app.t (v) nulls not distinct;
create index plain on app.t (txt, num desc);
alter table app.t cluster on plain;
create unique index identity_of on app.t (nn);
alter table app.t replica identity using index identity_of;
create index expressed on app.t ((num + nn));
alter index app.expressed alter column 1 set statistics 77;
alter index app.plain depends on extension hstore;
comment on index app.plain is 'about it';
comment on constraint t_pk on app.t is 'the key';
create view app.grouped as select t.*, count(*) from app.t t group by t.id;
create table app.excluded (id int, r int4range, exclude using gist (r with &&) deferrable);
create table app.late (a int, b int, unique (a, b) deferrable initially deferred);
create table app.refers (
  id int primary key, a int, b int, t int constraint to_t references app.t on delete cascade,
  c public.citext unique);
alter table app.refers add constraint unproven foreign key (t) references app.t not valid;
create table app.by_citext (c public.citext constraint to_citext references app.refers (c));
comment on constraint to_t on app.refers is 'goes there';
create table app.spread (k text, d date, id int) partition by range (d, (id + 1));
create table app.part (k text, d date, id int, t int references app.t, primary key (k, d, id))
  partition by list (k);
create table app.part_a partition of app.part for values in ('a') partition by range (d);
create table app.part_a_1 partition of app.part_a default;
create table app.part_b partition of app.part default;
create table app.heir (more int) inherits (app.refers);
create unlogged table app.fleeting (id int);
create temp table passing (id int);
create function app.f() returns trigger language plpgsql as 'begin return new; end';
create trigger one before insert on app.t for each row execute function app.f();
create trigger two before insert on app.t for each row execute function app.f();
alter table app.t disable trigger one, enable always trigger two;
create sequence app.own increment -2;
create table app.fed (
  id bigint default nextval('app.own'), code text default 'x' || nextval('app.own'), s serial);
create materialized view app.first as select 1 as n;
create view app.middle as select n from app.first;
create materialized view app.second as select n from app.middle;
create foreign data wrapper nothing;
create server nowhere foreign data wrapper nothing;
create foreign table app.far (id int) server nowhere;
insert into app.refers select i from generate_series(1, 1000) i;
analyze app.refers;
"""


@pytest.fixture(scope="module")
def schema(pg: embedded.Server) -> Iterator[Schema]:
    with database(pg, "catalog") as session:
        session.script(DDL)
        yield catalog.read(session)


@contextmanager
def database(pg: embedded.Server, name: str) -> Iterator[Session]:
    """A session in a database of its own."""
    with psycopg.connect(pg.dsn("postgres"), autocommit=True) as server:
        server.execute(f"create database {quote(name)}".encode())
        try:
            session = connect(pg.conninfo(name), environment="test")
            try:
                yield session
            finally:
                session.close()
        finally:
            server.execute(f"drop database {quote(name)} with (force)".encode())


def table(schema: Schema, name: str) -> Table:
    return schema.by_name[QName("app", name)]


def index(schema: Schema, name: str) -> Index:
    return next(i for t in schema.tables for i in t.indexes if i.name == name)


def foreign_key(schema: Schema, name: str) -> ForeignKey:
    return next(k for t in schema.tables for k in t.foreign_keys if k.name == name)


def test_which_tables_there_are(schema: Schema) -> None:
    assert [(str(t.name), t.kind) for t in schema.tables] == [
        ("app.by_citext", "table"),
        ("app.excluded", "table"),
        ("app.far", "foreign"),
        ("app.fed", "table"),
        ("app.fleeting", "table"),
        ("app.heir", "table"),
        ("app.late", "table"),
        ("app.part", "partitioned"),
        ("app.part_a", "partitioned"),
        ("app.part_a_1", "table"),
        ("app.part_b", "table"),
        ("app.refers", "table"),
        ("app.spread", "partitioned"),
        ("app.t", "table"),
    ]


TABLES: list[tuple[str, str, object]] = [
    ("t", "unlogged", False),
    ("fleeting", "unlogged", True),
    ("t", "root", QName("app", "t")),
    ("t", "parent", None),
    ("part_a_1", "root", QName("app", "part")),
    ("part_a_1", "parent", QName("app", "part_a")),
    ("part_b", "parent", QName("app", "part")),
    ("heir", "inherits", (QName("app", "refers"),)),
    ("part_b", "inherits", ()),
    ("part", "partition_key", ("k",)),
    ("part_a", "partition_key", ("d",)),
    ("spread", "partition_key", ("d", "id")),
    ("part_b", "partition_key", ()),
    ("refers", "rows", 1000),
    ("fleeting", "rows", 0),
]


@pytest.mark.parametrize(("name", "attribute", "expected"), TABLES)
def test_tables(schema: Schema, name: str, attribute: str, expected: object) -> None:
    assert getattr(table(schema, name), attribute) == expected


def test_sizes(schema: Schema) -> None:
    assert table(schema, "refers").bytes > table(schema, "fleeting").bytes
    assert table(schema, "part").bytes == 0


COLUMNS: list[tuple[str, dict[str, Any]]] = [
    ("id", {"type": "integer", "base": "integer", "not_null": True, "textual": False}),
    ("txt", {"type": "text", "textual": True, "max_chars": None, "not_null": False}),
    ("v", {"type": "character varying(7)", "base": "character varying", "max_chars": 7}),
    ("c", {"type": "character(3)", "base": "character", "textual": True, "max_chars": 3}),
    ("vv", {"type": "character varying", "textual": True, "max_chars": None}),
    ("ci", {"type": "public.citext", "textual": True, "max_chars": None, "text_only": False}),
    ("n", {"type": "name", "textual": True, "max_chars": 63}),
    ("ch", {"type": '"char"', "textual": False, "text_only": False}),
    ("code", {"type": "app.code", "base": "character varying", "max_chars": 9, "not_null": True}),
    ("short", {"base": "character varying", "max_chars": 9, "not_null": False, "textual": True}),
    ("num", {"type": "numeric(6,2)", "base": "numeric", "textual": False}),
    ("arr", {"type": "text[]", "textual": False, "text_only": False}),
    ("arrs", {"type": "app.mood[]", "text_only": True}),
    ("shorts", {"type": "app.short[]", "text_only": True}),
    ("mood", {"type": "app.mood", "textual": False, "text_only": False}),
    ("pair", {"type": "app.pair", "text_only": True}),
    ("span", {"type": "app.span", "text_only": True}),
    ("rng", {"type": "int4range", "text_only": False}),
    ("rc", {"type": "regclass", "text_only": True}),
    ("x", {"type": "xml", "base": "xml", "text_only": True, "textual": False}),
    ("jb", {"type": "jsonb", "text_only": False}),
    ("hs", {"type": "public.hstore", "text_only": False, "textual": False}),
    ("o", {"type": "oid", "text_only": False}),
    ("nn", {"not_null": True, "default": None, "generated": False, "computed_from": ()}),
    ("def", {"default": "7", "generated": False}),
    ("gen", {"generated": True, "computed_from": ("txt", "v"), "not_null": False}),
]


@pytest.mark.parametrize(("name", "expected"), COLUMNS, ids=[name for name, _ in COLUMNS])
def test_columns(schema: Schema, name: str, expected: dict[str, Any]) -> None:
    column = table(schema, "t").column(name)
    assert column is not None
    assert {key: getattr(column, key) for key in expected} == expected


def test_stored_columns(schema: Schema) -> None:
    names = [column.name for column in table(schema, "t").stored]
    assert "gen" not in names
    assert not any("gone" in name or "dropped" in name for name in names)


INDEXES: list[tuple[str, dict[str, Any]]] = [
    ("t_pk", {"constraint": "PRIMARY KEY (id) WITH (fillfactor='80')", "unique": True}),
    ("t_pk", {"pinned": True, "constraint_comment": "the key", "comment": None}),
    ("lowered", {"unique": True, "columns": ("num", "txt"), "constraint": None}),
    ("nothing_twice", {"nulls_distinct": False, "unique": True}),
    ("identity_of", {"replica_identity": True, "nulls_distinct": True, "pinned": False}),
    ("plain", {"unique": False, "columns": ("txt", "num"), "clustered": True}),
    ("plain", {"comment": "about it", "extensions": ("hstore",), "replica_identity": False}),
    ("plain", {"definition": "CREATE INDEX plain ON app.t USING btree (txt, num DESC)"}),
    ("expressed", {"columns": ("num", "nn"), "statistics": ((1, 77),)}),
    ("excluded_r_excl", {"unique": True, "columns": ("r",), "tablespace": None}),
    ("excluded_r_excl", {"constraint": "EXCLUDE USING gist (r WITH &&) DEFERRABLE"}),
    ("late_a_b_key", {"constraint": "UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED"}),
    ("part_pkey", {"parent": None, "valid": True}),
    ("part_a_pkey", {"parent": QName("app", "part_pkey")}),
    ("part_a_1_pkey", {"parent": QName("app", "part_a_pkey")}),
]


@pytest.mark.parametrize(("name", "expected"), INDEXES)
def test_indexes(schema: Schema, name: str, expected: dict[str, Any]) -> None:
    found = index(schema, name)
    assert {key: getattr(found, key) for key in expected} == expected


FOREIGN_KEYS: list[tuple[str, dict[str, Any]]] = [
    ("to_t", {"columns": ("t",), "target": QName("app", "t"), "target_columns": ("id",)}),
    ("to_t", {"validated": True, "comment": "goes there"}),
    ("to_t", {"definition": "FOREIGN KEY (t) REFERENCES app.t(id) ON DELETE CASCADE"}),
    ("to_t", {"operators": ("operator(pg_catalog.=)",)}),
    ("unproven", {"validated": False, "comment": None}),
    ("to_citext", {"operators": ("operator(public.=)",), "target_columns": ("c",)}),
]


@pytest.mark.parametrize(("name", "expected"), FOREIGN_KEYS)
def test_foreign_keys(schema: Schema, name: str, expected: dict[str, Any]) -> None:
    found = foreign_key(schema, name)
    assert {key: getattr(found, key) for key in expected} == expected


def test_partitions_have_no_share_of_their_parents_key(schema: Schema) -> None:
    assert [k.name for k in table(schema, "part").foreign_keys] == ["part_t_fkey"]
    assert table(schema, "part_a_1").foreign_keys == ()


def test_triggers(schema: Schema) -> None:
    assert [(t.name, t.enabled) for t in table(schema, "t").triggers] == [
        ("one", "D"),
        ("two", "A"),
    ]
    assert table(schema, "refers").triggers == ()


def test_sequences(schema: Schema) -> None:
    found = [(str(s.name), str(s.table), s.column, s.increment, s.plain) for s in schema.sequences]
    assert found == [
        ("app.fed_s_seq", "app.fed", "s", 1, True),
        ("app.own", "app.fed", "code", -2, False),
        ("app.own", "app.fed", "id", -2, True),
        ("app.t_id_seq", "app.t", "id", 1, True),
    ]


def test_types(schema: Schema) -> None:
    found = {one.name: (one.made_of, one.parts) for one in schema.types}
    found.pop("app.app_span_multirange", None)
    assert {name: found[name] for name in found if "multirange" not in name} == {
        "app.code": ("domain app.short", ("app.short",)),
        "app.mood": ("enum 'sad', 'happy'", ()),
        "app.pair": ("row a integer, m app.mood", ("app.mood", "integer")),
        "app.short": ("domain character varying(9)", ("character varying",)),
        "app.span": ("range double precision", ("double precision",)),
    }


def test_materialized_views_are_in_order(schema: Schema) -> None:
    assert [str(name) for name in schema.materialized] == ["app.first", "app.second"]


def test_families(schema: Schema) -> None:
    family = schema.families[QName("app", "part")]
    assert [t.name.name for t in family] == ["part", "part_a", "part_a_1", "part_b"]
    assert [t.name.name for t in schema.descendants(QName("app", "refers"))] == ["heir"]


def test_confitures_own_schema_is_not_read(pg: embedded.Server) -> None:
    with database(pg, "catalog_own") as session:
        before = catalog.read(session)
        session.script("create schema confiture create table run (id int primary key)")
        assert catalog.read(session) == before
        assert catalog.read(session).fingerprint() == before.fingerprint()


@dataclass
class Counting:
    """A session that counts its queries."""

    session: Session
    queries: list[str] = field(default_factory=list)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        self.queries.append(sql)
        return self.session.query(sql, parameters)

    def script(self, sql: str) -> None:
        self.session.script(sql)

    def transaction(self) -> AbstractContextManager[None]:
        return self.session.transaction()


MANY = """
do $$ begin
  for i in 1..1000 loop
    execute format('create table public.t%s (id serial primary key, a text not null, b int,
      c numeric(8,2), d timestamptz default now(), e varchar(20), f jsonb, p int %s)', i,
      case when i > 1 then 'references public.t' || i - 1 else '' end);
    execute format('create index on public.t%s (a)', i);
  end loop;
end $$
"""


def test_a_thousand_tables(pg: embedded.Server) -> None:
    with database(pg, "catalog_many") as session:
        for start in range(1, 1001, 100):
            session.script(MANY.replace("1..1000", f"{start}..{start + 99}"))
        counting = Counting(session)
        begun = time.monotonic()
        schema = catalog.read(counting)
        seconds = time.monotonic() - begun
    assert len(schema.tables) == 1000
    assert sum(len(t.columns) for t in schema.tables) == 8000
    assert sum(len(t.indexes) for t in schema.tables) == 2000
    assert len(counting.queries) == 8
    assert seconds < 2
