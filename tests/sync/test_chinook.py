"""Chinook, synced with its people masked: identity columns, and a foreign key to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import databases
from .syncing import by_key, contents, differing_tables, orphans, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from confiture.pg import embedded

    from .syncing import Pair

CLAUSES = """
key = masking_key
workers = 3
mask public.c* using people
mask public.employee using people
keep others because "music and invoices"
verify counts and constraints and masks
"""
MASKING = """
masking people {
  first_name with name(part = "first", unique = true)
  last_name with name(part = "last")
  email with email(domain = "shop.test")
  phone, fax with phone
}
"""
NAMES = ("first_name", "last_name", "email", "phone", "fax")
PEOPLE = {(table, name) for table in ("public.customer", "public.employee") for name in NAMES}


@pytest.fixture(scope="module")
def synced(
    pg: embedded.Server, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Pair, list[str]]]:
    """The pair after a sync, and the target's schema before it."""
    folder = tmp_path_factory.mktemp("chinook")
    (script,) = (shared_data / "chinook").glob("*.sql")
    _, _, body = script.read_text(encoding="utf-8").partition("\\c chinook_auto_increment;")
    schema, inserts, rows = body.partition("INSERT INTO")
    (folder / "schema.sql").write_text(schema, encoding="utf-8")
    (folder / "rows.sql").write_text(inserts + rows, encoding="utf-8")
    with databases(pg, folder) as pair:
        pair.source.load(folder / "schema.sql", folder / "rows.sql")
        pair.target.load(folder / "schema.sql")
        before = pair.target.schema()
        pair.sync(CLAUSES, before=MASKING)
        yield pair, before


def test_unmasked_columns_are_equal(synced: tuple[Pair, list[str]]) -> None:
    assert len(tables(synced[0].target)) == 11
    assert differing_tables(synced[0], PEOPLE) == []


@pytest.mark.parametrize(("table", "column"), sorted(PEOPLE))
def test_masked_columns_differ(synced: tuple[Pair, list[str]], table: str, column: str) -> None:
    pair, _ = synced
    key = f"{table.removeprefix('public.')}_id"
    source = by_key(pair.source, table, key, column)
    target = by_key(pair.target, table, key, column)
    assert [k for k in source if (source[k] is None) != (target[k] is None)] == []
    assert [k for k in source if source[k] is not None and source[k] == target[k]] == []
    assert len(set(source.values())) >= len(set(target.values()))


def test_no_orphans(synced: tuple[Pair, list[str]]) -> None:
    assert orphans(synced[0].target) == {}


def test_schema_is_unchanged(synced: tuple[Pair, list[str]]) -> None:
    pair, before = synced
    assert pair.target.schema() == before


def test_next_insert_finds_an_id(synced: tuple[Pair, list[str]]) -> None:
    target = synced[0].target
    identities = target.rows(
        "select table_name, column_name from information_schema.columns"
        " where is_identity = 'YES' and table_schema = 'public' order by 1"
    )
    assert len(identities) == 10
    behind = [
        (table, column)
        for table, column in identities
        if target.one(f"select nextval(pg_get_serial_sequence('{table}', '{column}'))")
        != target.one(f"select max({column}) + 1 from {table}")
    ]
    assert behind == []


def test_second_sync_gives_the_same_rows(synced: tuple[Pair, list[str]]) -> None:
    pair, before = synced
    first = {t: contents(pair.target, t, ["email"]) for t in ("public.customer",)}
    pair.sync(CLAUSES, before=MASKING, accept=["data-loss"])
    assert {t: contents(pair.target, t, ["email"]) for t in ("public.customer",)} == first
    assert pair.target.schema() == before
