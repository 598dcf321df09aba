"""Each rule: what it finds, to the letter, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from confiture.lint import RULES
from tests.lint.cases import FOLDER, Case, cases, is_schema, judge_migration, judge_schema, read

if TYPE_CHECKING:
    from confiture.pg.databases import Databases
    from confiture.pg.session import Session


@pytest.mark.parametrize(
    "case", [case for case in cases() if is_schema(case)], ids=lambda case: case.id
)
def test_schemas(case: Case, session: Session) -> None:
    assert str(judge_schema(case, session)).strip() == case.finds.strip()


@pytest.mark.parametrize(
    "case", [case for case in cases() if not is_schema(case)], ids=lambda case: case.id
)
def test_migrations(case: Case, databases: Databases, session: Session) -> None:
    assert str(judge_migration(case, databases, session)).strip() == case.finds.strip()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_bad_and_good_cases(name: str) -> None:
    if RULES[name].group == "comment":  # see test_ignores
        return
    found = read(FOLDER / f"{name}.sql")
    assert any(case.finds.strip() for case in found)
    assert any(not case.finds.strip() for case in found)
    assert all(bool(case.finds.strip()) == case.words.startswith("bad") for case in found)
