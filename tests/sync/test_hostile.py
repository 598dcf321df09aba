"""A schema made of what goes wrong: names, types, keys, partitions, triggers, sequences."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
import pytest

from confiture.errors import DatabaseError

from .conftest import databases
from .syncing import HERE, Place, differing_tables, orphans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.pg import embedded
    from confiture.plans.plan import Plan

    from .syncing import Pair

CLAUSES = """
key = masking_key
workers = 3
skip app.untaken
keep others because "there is no person in it"
verify counts and constraints and masks
"""

# The states that pg_dump does not tell: validity, triggers of partitions, populated views.
HIDDEN_STATE = """
select * from (
select 'index' as kind, i.indexrelid::regclass::text as name, i.indrelid::regclass::text as place,
       i.indisvalid || ' ' || i.indisreplident,
       (select inhparent::regclass::text from pg_inherits where inhrelid = i.indexrelid)
  from pg_index i where i.indrelid >= 16384
union all
select 'constraint', conname, conrelid::regclass::text, convalidated::text,
       pg_get_constraintdef(oid) from pg_constraint where conrelid >= 16384
union all
select 'trigger', tgname, tgrelid::regclass::text, tgenabled::text, ''
  from pg_trigger where not tgisinternal
union all
select 'view', oid::regclass::text, '', relispopulated::text, '' from pg_class where relkind = 'm'
) found where place !~ '^(confiture|pg_toast)[.]' order by 1, 2, 3
"""

STRONG_LOCKS = """
select distinct coalesce(l.relation::regclass::text, ''), l.mode
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
 where a.application_name = 'confiture' and a.datname = current_database()
   and l.locktype in ('relation', 'tuple', 'page') and l.mode <> 'AccessShareLock'
"""


class Synced(NamedTuple):
    """A pair after a sync, and what was seen before and during it."""

    pair: Pair
    plan: Plan
    schema: list[str]
    state: list[tuple[Any, ...]]
    locks: set[tuple[str, str]]


@pytest.fixture(scope="module")
def synced(pg: embedded.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synced]:
    with databases(pg, tmp_path_factory.mktemp("hostile")) as pair:
        _fill(pair, pg)
        schema, state = pair.target.schema(), pair.target.rows(HIDDEN_STATE)
        locks: set[tuple[str, str]] = set()
        ended = threading.Event()
        sampler = threading.Thread(target=_sample, args=(pair.source, ended, locks))
        with pair.source.connect() as application:
            application.execute("begin; insert into app.audit (what) values ('not committed')")
            sampler.start()
            try:
                plan = pair.sync(CLAUSES, accept=["data-loss"])
            finally:
                ended.set()
                sampler.join()
            application.execute("rollback")
        yield Synced(pair, plan, schema, state, locks)


def _fill(pair: Pair, pg: embedded.Server) -> None:
    scripts = [HERE / "hostile.sql"]
    rows = [HERE / "hostile_rows.sql"]
    if pg.binaries.major >= 18:
        scripts.append(HERE / "hostile_18.sql")
        rows.append(HERE / "hostile_18_rows.sql")
    pair.source.load(*scripts, *rows)
    pair.target.load(*scripts)
    pair.target.run("insert into app.tree values (4); insert into app.untaken values (5, 4, 'own')")
    pair.target.run("insert into app.triggered values (7, 'old'); truncate app.audit")
    for place in (pair.source, pair.target):
        place.run("create temp table passing (id int)")


def _sample(source: Place, ended: threading.Event, locks: set[tuple[str, str]]) -> None:
    with source.connect() as connection:
        while not ended.is_set():
            locks.update(connection.execute(STRONG_LOCKS).fetchall())
            time.sleep(0.005)


def test_rows_are_equal(synced: Synced) -> None:
    assert differing_tables(synced.pair) == ["app.untaken"]
    assert synced.pair.target.rows("select * from app.untaken") == [(5, 4, "own")]


def test_no_orphans_but_where_the_source_has_them(synced: Synced) -> None:
    allowed = {"app.loose.loose_tree": 1, "app.unenforced.unenforced_tree_id_fkey": 1}
    allowed |= {"app.temporal_uses.temporal_uses_temporal_id_during_fkey": 1}  # covered by two rows
    found = orphans(synced.pair.target)
    assert found.items() <= allowed.items()
    assert found == orphans(synced.pair.source)


def test_schema_is_unchanged(synced: Synced) -> None:
    assert synced.pair.target.schema() == synced.schema
    assert synced.pair.target.rows(HIDDEN_STATE) == synced.state


def test_no_trigger_fired(synced: Synced) -> None:
    assert synced.pair.target.rows("select what from app.audit") == [("kept",)]
    assert synced.pair.target.rows("select v from app.triggered order by id") == [
        ("one",),
        ("two",),
    ]


def test_materialized_views_are_refreshed_in_order(synced: Synced) -> None:
    query = "select (select n from app.level_1), (select n from app.level_2)"
    assert synced.pair.target.rows(query) == [(4, 9)]


@pytest.mark.parametrize(
    ("insert", "value"),
    [
        ("""insert into "We""ird.Schema"."Ta.ble" ("sélect") values ('n') returning "Id" """, 240),
        ("insert into app.countdown (v) values ('n') returning id", -32),
        ("insert into app.shares_a (v) values ('n') returning id", 75),
        ("insert into app.shares_b (v) values ('n') returning id", 80),
        ("insert into app.tickets (v) values ('n') returning id", "T-13"),
        ("insert into app.small (v) values ('n') returning id", 4),
        ("insert into app.overfull (v) values ('n') returning id", 3),
        ("insert into app.empty (v) values ('n') returning id", 1),
        ("insert into app.日本語 (名前) values ('n') returning 番号", 3),
        ("insert into app.event_notes (note) values ('n') returning id", 21),
    ],
)
def test_next_insert_finds_an_id(synced: Synced, insert: str, value: object) -> None:
    assert synced.pair.target.one(insert) == value


def test_identity_of_a_partitioned_table(synced: Synced, pg: embedded.Server) -> None:
    if pg.binaries.major < 18:
        pytest.skip("needs PostgreSQL 17")
    insert = "insert into app.by_identity (at) values ('2020-04-04') returning id"
    assert synced.pair.target.one(insert) == 6


def test_source_is_only_read(synced: Synced) -> None:
    assert synced.locks == set()
    assert synced.pair.source.one("select to_regnamespace('confiture') is null")


def test_notes_name_what_is_left_out(synced: Synced) -> None:
    assert synced.plan.notes == (
        "production: unlogged tables are left out: app.fleeting",
        "production: foreign tables are left out: app.abroad, app.dated_abroad",
        (
            "local: app.untaken is not taken, and foreign key untaken_tree_id_fkey of app.untaken"
            " to app.tree must hold with the rows that it has"
        ),
    )


@pytest.mark.parametrize(
    ("table", "format_"),
    [
        ("app.numbers", "binary"),
        ("app.times", "binary"),
        ("app.shapes", "binary"),
        ("app.gone", "binary"),
        ("app.texts", "text"),
        ("app.compounds", "text"),
        ("app.systems", "text"),
    ],
)
def test_binary_where_no_oid_is_in_it(synced: Synced, table: str, format_: str) -> None:
    (step,) = [s for s in synced.plan.steps if s.id.endswith(f"/ copy {table}")]
    assert getattr(step, "format", None) == format_


@pytest.mark.parametrize("table", ["app.numbers", "app.times", "app.shapes", "app.gone"])
def test_values_are_equal_bit_for_bit(synced: Synced, table: str) -> None:
    def binary(place: Place) -> bytes:
        with place.connect() as connection, connection.cursor() as cursor:
            listed = ", ".join(column for (column,) in cursor.execute(_columns(table)).fetchall())
            query = f"copy (select {listed} from {table} order by 1) to stdout (format binary)"
            with cursor.copy(query.encode()) as copy:
                return b"".join(bytes(data) for data in copy)

    assert binary(synced.pair.source) == binary(synced.pair.target)


def _columns(table: str) -> bytes:
    return (
        f"select quote_ident(attname) from pg_attribute where attrelid = '{table}'::regclass"
        " and attnum > 0 and not attisdropped order by attnum"
    ).encode()


def test_objects_are_found_by_name_not_by_oid(synced: Synced) -> None:
    query = "select rc::text, rp::text, rt::text, rcs::text from app.systems order by id"
    assert synced.pair.target.rows(query) == synced.pair.source.rows(query)
    assert synced.pair.target.rows(query)[0] == (
        "app.keys",
        "app.corrupt()",
        "app.mood",
        "{app.tree,pg_class}",
    )


def test_columns_in_another_order(pair: Pair) -> None:
    pair.source.run("create table t (a int, gone int, b text, c int); alter table t drop gone")
    pair.source.run("insert into t select i, 'b' || i, -i from generate_series(1, 100) i")
    pair.target.run("create table t (c int, b text, more text default 'own', a int)")
    pair.sync("""keep others because "none" """)
    rows = pair.target.rows("select a, b, c, more from t where a = 7")
    assert rows == [(7, "b7", -7, "own")]


def test_stored_xml_is_kept(pair: Pair) -> None:
    documents = [
        "<a/>",
        '<?xml version="1.0"?><a>é</a>',
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
        "text <b/> more",
    ]
    for place in (pair.source, pair.target):
        place.run("create table doc (id int, x xml)")
    try:
        for number, document in enumerate(documents):
            pair.source.run(f"insert into doc values ({number}, '{document}')")
    except psycopg.errors.FeatureNotSupported as error:
        pytest.skip(f"this server has no libxml: {error}")
    pair.sync("""keep others because "none" """)
    assert [x for (x,) in pair.target.rows("select x::text from doc order by id")] == documents


def test_tablespaces_of_indexes(pair: Pair) -> None:
    space = f"space_{pair.target.name}"
    try:
        pair.target.run("set allow_in_place_tablespaces = on")
        with pair.target.connect() as connection:
            connection.execute("set allow_in_place_tablespaces = on")
            connection.execute(f"create tablespace {space} location ''".encode())
        pair.source.run("create table t (id int primary key, v text); create index t_v on t (v)")
        pair.target.run(
            f"create table t (id int primary key using index tablespace {space}, v text);"
            f" create index t_v on t (v) tablespace {space}; create index t_w on t (v)"
        )
        before = pair.target.schema()
        pair.sync("""keep others because "none" """)
        assert pair.target.schema() == before
    finally:
        pair.target.run("drop table if exists t")
        pair.target.run(f"drop tablespace if exists {space}")


def test_rows_of_untaken_tables_that_no_longer_fit(pair: Pair) -> None:
    ddl = "create table t (id int primary key); create table u (id int references t)"
    for place in (pair.source, pair.target):
        place.run(ddl)
    pair.source.run("insert into t values (1)")
    pair.target.run("insert into t values (2); insert into u values (2)")
    with pytest.raises(DatabaseError, match="violates foreign key constraint"):
        pair.sync(
            """skip u
        keep others because "none" """,
            accept=["data-loss"],
        )
