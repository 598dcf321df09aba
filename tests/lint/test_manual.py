"""The page of all rules, and what a page has to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from confiture.lint import RULES
from confiture.lint.manual import manual

PAGE = Path(__file__).parents[2] / "docs/lint.md"


def test_the_page_is_what_the_rules_say() -> None:
    # To make it: from confiture.lint.manual import manual; PAGE.write_text(manual())
    assert PAGE.read_text(encoding="utf-8") == manual()


@pytest.mark.parametrize("name", RULES)
def test_a_page_says_the_fault_and_what_to_do_instead(name: str) -> None:
    rule = RULES[name]
    assert rule.summary.endswith((".", ";", ":"))
    assert "\nInstead: " in rule.page
    assert "TODO" not in rule.page


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_a_module_of_its_name(name: str) -> None:
    rules = Path(__file__).parents[2] / "confiture/lint/rules"
    assert (rules / f"{name.replace('-', '_')}.py").is_file()
