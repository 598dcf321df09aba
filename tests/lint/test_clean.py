"""What is well made has no findings, by all rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from confiture import api

if TYPE_CHECKING:
    from tests.lint.conftest import Project

CLEAN = Path(__file__).parent / "clean"


def test_a_schema_and_its_database(project: Project) -> None:
    project.copy(CLEAN / "schema", "db/schema")
    assert str(api.lint(root=project.root)) == ""
    assert project.run("build", "local", "--drop", "--yes").returncode == 0
    assert str(api.lint("local", root=project.root)) == ""


def test_migrations(project: Project) -> None:
    project.copy(CLEAN / "migrations", "db/migrations")
    assert str(api.lint(project.root / "db/migrations", root=project.root)) == ""
    assert str(api.lint(root=project.root)) == ""
