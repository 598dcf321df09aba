"""Pagila, synced with its people masked into an empty database of the same schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import databases
from .syncing import by_key, differing_tables, orphans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from confiture.pg import embedded

    from .syncing import Pair

CLAUSES = """
key = masking_key
mask public.actor { first_name with name(part = "first") }
mask public.actor { last_name with name(part = "last") }
mask public.address { phone with phone }
mask public.customer { first_name with name(part = "first") }
mask public.customer { last_name with name(part = "last") }
mask public.customer { email with email }
mask public.staff { first_name, last_name with name }
mask public.staff { email with email }
mask public.staff { username with hash(length = 16) }
mask public.staff { password with null }
keep others because "films and places"
verify counts and constraints and masks
"""
PEOPLE = {
    ("public.actor", "first_name"),
    ("public.actor", "last_name"),
    ("public.address", "phone"),
    ("public.customer", "first_name"),
    ("public.customer", "last_name"),
    ("public.customer", "email"),
    ("public.staff", "first_name"),
    ("public.staff", "last_name"),
    ("public.staff", "email"),
    ("public.staff", "username"),
    ("public.staff", "password"),
}
# How many values a name from a list, or a permuted number, may have in common with the source.
CHANCE = 0.05


@pytest.fixture(scope="module")
def synced(
    pg: embedded.Server, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Pair, list[str]]]:
    """The pair after a sync, and the target's schema before it."""
    with databases(pg, tmp_path_factory.mktemp("pagila")) as pair:
        folder = shared_data / "pagila"
        pair.source.load(folder / "pagila-schema.sql", folder / "pagila-data.sql")
        pair.target.load(folder / "pagila-schema.sql")
        before = pair.target.schema()
        pair.sync(CLAUSES)
        yield pair, before


def test_unmasked_columns_are_equal(synced: tuple[Pair, list[str]]) -> None:
    assert differing_tables(synced[0], PEOPLE) == []


@pytest.mark.parametrize(("table", "column"), sorted(PEOPLE))
def test_masked_columns_differ(synced: tuple[Pair, list[str]], table: str, column: str) -> None:
    pair, _ = synced
    key = f"{table.removeprefix('public.')}_id"
    source = by_key(pair.source, table, key, column)
    target = by_key(pair.target, table, key, column)
    assert source.keys() == target.keys()
    if column == "password":
        assert set(target.values()) == {None}
        return
    assert [k for k in source if (source[k] is None) != (target[k] is None)] == []
    unchanged = [k for k in source if source[k] not in (None, "") and source[k] == target[k]]
    assert len(unchanged) <= CHANCE * len(source)
    pictures: dict[str | None, set[str | None]] = {}
    for k, value in source.items():
        pictures.setdefault(value, set()).add(target[k])
    assert [value for value, masked in pictures.items() if len(masked) > 1] == []


def test_addresses_are_reserved(synced: tuple[Pair, list[str]]) -> None:
    stray = "select count(*) from {} where email not like '%@example.com'"
    assert [synced[0].target.one(stray.format(t)) for t in ("customer", "staff")] == [0, 0]


def test_no_orphans(synced: tuple[Pair, list[str]]) -> None:
    assert orphans(synced[0].target) == {}


def test_schema_is_unchanged(synced: tuple[Pair, list[str]]) -> None:
    pair, before = synced
    assert pair.target.schema() == before


def test_next_insert_finds_an_id(synced: tuple[Pair, list[str]]) -> None:
    target = synced[0].target
    inserts = (
        "insert into actor (first_name, last_name) values ('a', 'b') returning actor_id",
        "insert into country (country) values ('x') returning country_id",
        "insert into city (city, country_id) values ('x', 1) returning city_id",
        "insert into category (name) values ('x') returning category_id",
        "insert into language (name) values ('x') returning language_id",
        "insert into film (title, language_id) values ('x', 1) returning film_id",
        "insert into inventory (film_id, store_id) values (1, 1) returning inventory_id",
        (
            "insert into rental (rental_date, inventory_id, customer_id, staff_id)"
            " values (now(), 1, 1, 1) returning rental_id"
        ),
        (
            "insert into payment (customer_id, staff_id, rental_id, amount, payment_date)"
            " values (1, 1, 1, 1, '2022-05-05') returning payment_id"
        ),
    )
    new = [target.one(statement) for statement in inserts]
    assert new == [201, 110, 601, 17, 7, 1001, 4582, 16050, 32099]
