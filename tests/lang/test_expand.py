"""Parameters' values, and the statements that they leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from confiture import lang
from confiture.errors import RecipeError
from confiture.model.declarations import Reference, Size, Value
from confiture.model.recipe import (
    Build,
    Migrate,
    Parallel,
    Recipe,
    Require,
    Run,
    Seed,
    Statement,
    Sync,
)
from tests.lang.samples import ENVIRONMENTS, MASKS

ROOT = Path("/project")


def load(text: str) -> Recipe:
    return lang.loads(ENVIRONMENTS + text, root=ROOT, masks=MASKS)


def expanded(steps: str, declarations: str = "", **given: str) -> tuple[Statement, ...]:
    recipe = load(f"{declarations}\nrecipe r {{\n{steps}\n}}\n")
    return lang.expand(recipe, recipe.blocks[0], lang.resolve_parameters(recipe, given))


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("text", "a b", "a b"),
        ("text", "5", "5"),
        ("integer", "-5", -5),
        ("number", "5", 5),
        ("number", "2.5", Decimal("2.5")),
        ("boolean", "true", True),
        ("duration", "90 days", timedelta(days=90)),
        ("size", "1 KiB", Size(1024)),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("list", '["a", 5]', ("a", 5)),
        ("list", "a, b c", ("a", "b c")),
        ("environment", "local", "local"),
    ],
)
def test_values_from_text(type_: str, text: str, value: object) -> None:
    recipe = load(f"param x: {type_}")
    got = lang.resolve_parameters(recipe, {"x": text})["x"]
    assert (got.name if isinstance(got, Reference) else got) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("integer", "2.5"),
        ("integer", "five"),
        ("boolean", "yes"),
        ("duration", "5"),
        ("duration", "5 m"),
        ("date", "2024-02-30"),
        ("list", "[[1]]"),
        ("list", "[password]"),
        ("integer", "5\nlet y = 6"),
        ("environment", "loca"),
    ],
)
def test_wrong_text(type_: str, text: str) -> None:
    recipe = load(f"param x: {type_}")
    with pytest.raises(RecipeError) as caught:
        lang.resolve_parameters(recipe, {"x": text})
    assert len(caught.value.diagnostics) == 1


def test_all_problems_at_once() -> None:
    recipe = load("param days: integer\nparam since: date\nparam until: date")
    with pytest.raises(RecipeError) as caught:
        lang.resolve_parameters(recipe, {"day": "1", "days": "x", "until": "2024-01-01"})
    assert [(one.code, one.hint) for one in caught.value.diagnostics] == [
        ("unknown-parameter", "did you mean 'days'?"),
        ("wrong-type", None),
        ("missing-parameter", "say --set since=…"),
    ]


def test_for_each_over_environments() -> None:
    builds = expanded('for each one in [local, staging] {\n  build one from "db"\n}')
    assert [b.environment for b in builds if isinstance(b, Build)] == ["local", "staging"]
    assert [b.order for b in builds if isinstance(b, Build)] == ["alphabetical"] * 2


def test_paths_of_each_environment() -> None:
    seeds = expanded("for each one in [local] {\n  seed one\n  build one\n}")
    assert [s.sources for s in seeds if isinstance(s, Seed | Build)] == [
        (ROOT / "db/seeds/common", ROOT / "db/seeds/local"),
        (ROOT / "db/schema",),
    ]


def test_environment_parameter() -> None:
    declaration = "param where: environment = local"
    (build,) = expanded('build where from "db"', declaration)
    assert isinstance(build, Build)
    assert build.environment == "local"
    (build,) = expanded('build where from "db"', declaration, where="staging")
    assert isinstance(build, Build)
    assert build.environment == "staging"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("build where", "missing-source"),
        ("sync staging into where { }", "same-environment"),
        (
            "for each a in [local, staging] { for each b in [staging] { sync a into b { } } }",
            "same-environment",
        ),
    ],
)
def test_what_only_values_show(steps: str, code: str) -> None:
    with pytest.raises(RecipeError) as caught:
        expanded(steps, "param where: environment", where="staging")
    assert {one.code for one in caught.value.diagnostics} == {code}


def test_binding() -> None:
    declarations = (
        "param size: size = 2 KiB\nparam share: list\nlet half = 50%\nlet where = local\n"
    )
    steps = """for each region in regions {
      run $$ select :region, :tenant, :keep, :size, :share, :half, :where, :regions $$ on local
    }"""
    runs = expanded(steps, declarations, share="a,b")
    values = [run.sql.values for run in runs if isinstance(run, Run) and run.sql]
    common: tuple[Value, ...] = (
        "acme", timedelta(days=90), 2048, ("a", "b"), Decimal(50), "local", ("FR", "DE"),
    )  # fmt: skip
    assert values == [("FR", *common), ("DE", *common)]


def test_binding_in_steps_of_a_migration() -> None:
    (migrated,) = expanded(
        """migrate local {
          step a {
            run $$ select :tenant $$
            backfill t set $$ a = :tenant $$ where $$ b > :keep $$
            verify $$ select :keep is not null $$
            undo $$ select :tenant $$
          }
        }"""
    )
    assert isinstance(migrated, Migrate)
    (stage,) = migrated.stages
    assert stage.undo is not None
    bound = [part.sql.values for part in (*stage.actions, stage.undo) if part.sql]
    keep = timedelta(days=90)
    assert bound == [("acme",), ("acme", keep), (keep,), ("acme",)]


CONDITIONS: Mapping[str, bool] = {
    'tenant == "acme"': True,
    'tenant != "acme"': False,
    'tenant == "other"': False,
    "keep > 2 weeks": True,
    "keep <= 2 weeks": False,
    "count >= 5": True,
    "count < 4.5": False,
    "day < 2024-03-01": True,
    "day == 2024-02-29T00:00Z": True,
    "space == 1024 B": True,
    "flag == true": True,
    "where == local": True,
    "where != staging": True,
}


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS.items())
def test_only_when(condition: str, holds: bool) -> None:
    declarations = (
        "let count = 5\nlet day = 2024-02-29\nlet space = 1 KiB\nlet flag = true\n"
        "param where: environment = local"
    )
    found = expanded(f"only when {condition} {{\n  seed local\n}}", declarations)
    assert len(found) == holds


def test_parallel_stays_a_node() -> None:
    (parallel,) = expanded(
        """parallel {
          for each one in [local, staging] { build one from "db" }
          only when tenant == "x" { seed local }
        }
        parallel {
          only when tenant == "x" { seed local }
        }"""
    )
    assert isinstance(parallel, Parallel)
    assert len(parallel.statements) == 2


def test_condition_on_a_fact() -> None:
    (require,) = expanded("require server_version >= oldest on local", "param oldest: integer = 14")
    assert isinstance(require, Require)
    assert not isinstance(require.test, Sync)
    assert getattr(require.test, "value", None) == 14


def test_multiplication_is_bounded() -> None:
    steps = 'build local from "db"'
    for depth in range(12):
        steps = f"for each v{depth} in [1, 2, 3, 4, 5, 6, 7, 8] {{\n{steps}\n}}"
    with pytest.raises(RecipeError, match="more than 100_000 steps"):
        expanded(steps)


def test_environments_with_parameters() -> None:
    recipe = load("param name: text\nenvironment e {\n  database = name\n  password = password\n}")
    values = lang.resolve_parameters(recipe, {"name": "shop"})
    settings = lang.resolve_environments(recipe, values)["e"].settings
    assert settings["database"] == "shop"
    assert isinstance(settings["password"], Reference)
