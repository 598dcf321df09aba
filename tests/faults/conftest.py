"""One running project for all tests of a module."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from confiture.pg import embedded
from tests.conftest import project_directory
from tests.faults.project import SHOP, Project

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def running_project() -> Iterator[Project]:
    """The small shop, with its private server kept running between commands."""
    with project_directory() as root:
        shutil.copytree(SHOP, root, dirs_exist_ok=True)
        with embedded.lease(root) as server:
            yield Project(root, server)


@pytest.fixture
def project(running_project: Project) -> Project:
    """The same, as if nothing had ever run in it."""
    running_project.wipe()
    return running_project
