"""Schemas that people publish, made from nothing by a diff, and unmade again."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from confiture import inspection
from tests.conftest import project_directory

from .pairs import converge, places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from confiture.pg import embedded

    from .pairs import Place


def pagila(data: Path) -> str:
    return (data / "pagila" / "pagila-schema.sql").read_text("utf-8")


def chinook(data: Path) -> str:
    """The tables alone: neither the database before them nor the rows after them."""
    (script,) = (data / "chinook").glob("*.sql")
    _, _, body = script.read_text("utf-8").partition("\\c chinook_auto_increment;")
    schema, _, _ = body.partition("INSERT INTO")
    return schema


def dump(place: Place) -> list[str]:
    """pg_dump's own text, with columns and grants in their places."""
    done = subprocess.run(
        [place.server.binaries.path("pg_dump"), "-s", place.server.dsn(place.name)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if not line.startswith(("\\restr", "\\unr"))]


def extended(_: Path) -> str:
    """The versions of extensions go with those of servers."""
    return "create extension btree_gist; create extension citext; create table t (c citext);"


@pytest.mark.parametrize("schema", [pagila, chinook, extended])
def test_a_database_of_any_version_and_its_own_ddl(
    pg: embedded.Server, shared_data: Path, schema: Callable[[Path], str]
) -> None:
    """The DDL is built on the private server, which spells views as its version does."""
    with project_directory() as root, places(pg, "live") as (live,):
        live.run(schema(shared_data))
        file = root / "schema.sql"
        file.write_text(schema(shared_data), "utf-8")
        url = f"postgresql://postgres@/{live.name}?host={pg.conninfo('')['host']}"
        assert inspection.diff(url, file, root=root).changes == ()
        assert inspection.diff(file, url, root=root).changes == ()


@pytest.mark.parametrize(("schema", "tables"), [(pagila, 22), (chinook, 11)])
def test_from_nothing_and_back(
    pg: embedded.Server, shared_data: Path, schema: Callable[[Path], str], tables: int
) -> None:
    with places(pg, "model", "copy") as (model, copy):
        nothing = (copy.read(), copy.dump())
        model.run(schema(shared_data))
        wanted = model.read()
        assert sum(key.kind == "table" for key in wanted) == tables
        converge(copy, nothing[0], wanted, model.dump())
        assert dump(copy) == dump(model)
        converge(copy, copy.read(), *nothing)
