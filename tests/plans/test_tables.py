"""Which tables `take` and `skip` mean."""

from __future__ import annotations

import pytest

from confiture.errors import RecipeError
from confiture.model.names import QName
from confiture.model.schema import Column, Schema, Table
from confiture.steps.copy_table import CopyTable

from .planning import observation, planned

COLUMN = Column(
    name="id", type="integer", base="integer", textual=False, max_chars=None, not_null=True,
    generated=False, text_only=False, default=None, computed_from=(),
)  # fmt: skip


def table(
    name: str, *, kind: str = "table", parent: str | None = None, root: str | None = None,
    unlogged: bool = False,
) -> Table:  # fmt: skip
    def qname(text: str) -> QName:
        schema, _, rest = text.partition(".")
        return QName(schema, rest)

    return Table(
        name=qname(name), kind=kind, root=qname(root or parent or name),
        parent=qname(parent) if parent else None, inherits=(), partition_key=(), columns=(COLUMN,),
        indexes=(), foreign_keys=(), triggers=(), unlogged=unlogged, rows=0, bytes=0,
    )  # fmt: skip


SCHEMA = Schema(
    tables=(
        table("app.log", kind="partitioned"),
        table("app.log_a", parent="app.log"),
        table("app.log_b", kind="partitioned", parent="app.log"),
        table("app.log_b_1", parent="app.log_b", root="app.log"),
        table("app.log_b_2", parent="app.log_b", root="app.log"),
        table("app.orders"),
        table("app.users"),
        table("app.tmp_1"),
        table("app.tmp_2", unlogged=True),
        table("app.we?rd[1]"),
        table("app.we1rd1"),
        table("app.dot.ted"),
        table("crm.Users"),
        table("crm.users"),
        table("crm.far", kind="foreign"),
    ),
    sequences=(),
)
APP = "log_a log_b_1 log_b_2 orders users tmp_1 we?rd[1] we1rd1 dot.ted"


def copied(clauses: str) -> list[str]:
    text = (
        'environment a { embedded = "a" }\nenvironment b { embedded = "b" }\n'
        f'recipe r {{\n sync a into b {{\n{clauses}\nkeep others because "x"\n }}\n}}\n'
    )
    scope = planned(text, {name: observation(name, SCHEMA) for name in "ab"})
    return [f"{s.table.schema}.{s.table.name}" for s in scope.steps if isinstance(s, CopyTable)]


def names(schema: str, listed: str) -> list[str]:
    return [f"{schema}.{name}" for name in listed.split()]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("", names("app", APP) + names("crm", "Users users")),
        ("take app.*", names("app", APP)),
        ("take app.users", ["app.users"]),
        ("take orders", ["app.orders"]),
        ("take *.users", ["app.users", "crm.users"]),
        ("take crm.Users", ["crm.Users"]),
        ("take app.tmp_*", ["app.tmp_1"]),
        ("take app.o*s, crm.*", ["app.orders", "crm.Users", "crm.users"]),
        ("take app.`dot.ted`", ["app.dot.ted"]),
        ("take app.`we?rd[1]`", ["app.we?rd[1]"]),
        ("take app.log", names("app", "log_a log_b_1 log_b_2")),
        ("take app.log_b", names("app", "log_b_1 log_b_2")),
        ("take app.log_a", ["app.log_a"]),
        ("take app.log\nskip app.log_b_1", names("app", "log_a log_b_2")),
        ("take app.log\nskip app.log_b", ["app.log_a"]),
        ("take app.log_a\nskip crm.*", ["app.log_a"]),
        ("take app.*\nskip app.log, app.we*, app.tmp_*, dot*", ["app.orders", "app.users"]),
        ("take app.users, app.users", ["app.users"]),
        ("skip app.*", ["crm.Users", "crm.users"]),
        ("skip *.*sers, app.*", []),
    ],
)
def test_patterns(clauses: str, expected: list[str]) -> None:
    if expected:
        assert copied(clauses) == expected
    else:
        with pytest.raises(RecipeError, match="has no table to take"):
            copied(clauses)


@pytest.mark.parametrize(
    ("clauses", "message"),
    [
        ("take users", "users stands in several schemas: app.users, crm.users"),
        ("take app.user", "no table matches app.user"),
        ("take App.users", "no table matches App.users"),
        ("skip app.nothing*", r"no table matches app.nothing\\*"),
        ("take app.tmp_2", "a has no table to take"),
        ("take crm.far", "a has no table to take"),
    ],
)
def test_complaints(clauses: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        copied(clauses)
