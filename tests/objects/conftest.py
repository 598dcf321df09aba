"""Each row on the newest PostgreSQL; on the oldest one in eight, and all of them with --soak."""

from __future__ import annotations

import pytest

ONE_IN = 8


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    skip = pytest.mark.skip(reason="long: make soak")
    old = [item for item in items if "tests/objects" in item.nodeid and _is_old(item)]
    for number, item in enumerate(old):
        if number % ONE_IN:
            item.add_marker(skip)


def _is_old(item: pytest.Item) -> bool:
    found = getattr(item, "callspec", None)
    return found is not None and found.params.get("pg") == "15"
