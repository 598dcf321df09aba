"""Which rules run, and how grave they are."""

from __future__ import annotations

import pytest

from confiture.errors import Severity, UsageError
from confiture.lint import RULES, choose

OPTIONAL = {"missing-lock-timeout", "not-repeatable", "table-without-schema"}


def test_all_by_default() -> None:
    assert {rule.name for rule in choose()} == set(RULES) - OPTIONAL


@pytest.mark.parametrize(
    ("select", "ignore", "names"),
    [
        (["json-column"], [], ["json-column"]),
        (["json-column, enum-type", "char-column"], ["enum-type"], ["char-column", "json-column"]),
        (["comment"], [], ["ignore-without-reason", "unused-ignore"]),
        (["comment", "json-column"], ["comment"], ["json-column"]),
        (["json-column"], ["json-column"], []),
    ],
)
def test_names_and_groups(select: list[str], ignore: list[str], names: list[str]) -> None:
    assert [rule.name for rule in choose(select, ignore)] == names


def test_groups_are_all_rules() -> None:
    assert choose(["schema", "migration", "comment"]) == choose()
    assert len(choose()) >= 60


def test_optional_rules_run_where_they_are_named() -> None:
    assert {rule.name for rule in choose(OPTIONAL)} == OPTIONAL
    named = choose(severities={"not-repeatable": Severity.ERROR})
    assert {rule.name for rule in named} & OPTIONAL == {"not-repeatable"}


def test_severities() -> None:
    chosen = choose(
        ["json-column", "enum-type", "char-column"],
        severities={"json-column": Severity.ERROR, "enum-type": None},
    )
    assert {rule.name: rule.severity for rule in chosen} == {
        "json-column": Severity.ERROR,
        "char-column": Severity.WARNING,
    }


def test_unknown_names() -> None:
    with pytest.raises(UsageError) as raised:
        choose(["jsn-column", "x"], ["enum-types"])
    assert [(d.message, d.hint) for d in raised.value.diagnostics] == [
        ("there is no rule 'jsn-column'", "did you mean 'json-column'?"),
        ("there is no rule 'x'", "confiture lint --rules lists them"),
    ]
