"""What is well made has no findings, by all rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from confiture import inspection

if TYPE_CHECKING:
    from tests.lint.conftest import Project

CLEAN = Path(__file__).parent / "clean"


def test_a_schema_and_its_database(project: Project) -> None:
    project.copy(CLEAN / "schema", "db/schema")
    assert str(inspection.lint(root=project.root)) == ""
    assert project.run("build", "local", "--drop", "--yes").returncode == 0
    assert str(inspection.lint("local", root=project.root)) == ""


def test_migrations(project: Project) -> None:
    project.copy(CLEAN / "migrations", "db/migrations")
    assert str(inspection.lint(project.root / "db/migrations", root=project.root)) == ""
    assert str(inspection.lint(root=project.root)) == ""
