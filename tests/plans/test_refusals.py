"""What a sync refuses: each section of refusals.txt is a recipe's clauses and what is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import psycopg
import pytest

from confiture.errors import RecipeError
from confiture.model.names import quote
from confiture.pg import catalog
from confiture.pg.session import connect

from .planning import observation, planned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from confiture.model.schema import Schema
    from confiture.pg import embedded

HERE = Path(__file__).parent
HEAD = """\
environment production { embedded = "production" }
environment local { embedded = "local" }
environment twin { embedded = "production" }
environment safe {
  embedded = "safe"
  protected = true
}
secret masking_key = env("KEY")
"""
_SECTION = re.compile(r"^=== (.+)\n((?:.*\n)*?)---\n((?:(?!=== ).*\n?)*)", re.MULTILINE)

Schemas: TypeAlias = "tuple[Schema, Schema]"


def sections() -> Iterator[tuple[str, str, str]]:
    """Title, recipe and expected text of each section."""
    for title, recipe, expected in _SECTION.findall((HERE / "refusals.txt").read_text("utf-8")):
        yield title, recipe, expected.strip()


@pytest.fixture(scope="module")
def schemas(pg: embedded.Server) -> Schemas:
    """The schema of the source, and of the target that differs from it."""
    return _read(pg, "refusals.sql"), _read(pg, "refusals.sql", "refusals_target.sql")


def _read(pg: embedded.Server, *scripts: str) -> Schema:
    with psycopg.connect(pg.dsn("postgres"), autocommit=True) as server:
        server.execute('create database "refusals"')
        try:
            for script in scripts:
                with psycopg.connect(pg.dsn("refusals")) as connection:
                    connection.execute((HERE / script).read_bytes())
            session = connect(pg.conninfo("refusals"), environment="refusals")
            try:
                return catalog.read(session)
            finally:
                session.close()
        finally:
            server.execute(f"drop database {quote('refusals')} with (force)".encode())


def said(recipe: str, schemas: Schemas) -> str:
    """What planning says: the refusal, or the hazards, notes and masks of a plan."""
    source, target = schemas
    observed = {
        "production": observation("production", source),
        "local": observation("local", target, rows=["app.users", "crm.users"]),
        "twin": observation("twin", source, database="production"),
        "safe": observation("safe", target),
    }
    try:
        scope = planned(recipe, observed)
    except RecipeError as error:
        return str(error)
    told = [f"{h.kind} on {h.environment}: {h.message}" for h in scope.hazards]
    masked = [
        f"masks {d.table}.{d.column}: {d.detail}" for d in scope.decisions if d.what == "masked"
    ]
    return "\n".join(["plans", *told, *scope.notes, *masked])


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [pytest.param(recipe, expected, id=title) for title, recipe, expected in sections()],
)
def test_refusals(recipe: str, expected: str, schemas: Schemas) -> None:
    assert said(HEAD + recipe, schemas) == expected
