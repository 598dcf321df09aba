"""Which rules run, and how grave their findings are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import get_args

from confiture.errors import Diagnostic, Severity, UsageError, did_you_mean
from confiture.lint.abc import RULES, Group, Rule

_GROUPS: tuple[str, ...] = get_args(Group)


def choose(
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity | None] = {},
) -> tuple[Rule, ...]:
    """The selected rules, or all, without those ignored and those whose severity is None.

    Optional ones are those only that are named. Names are of rules or of groups. Raises UsageError
    with all that are neither.
    """
    usual = {name for name, rule in RULES.items() if not rule.optional}
    chosen, left_out = set(_names(select)) or usual | set(severities), set(_names(ignore))
    off = {name for name, severity in severities.items() if severity is None}
    return tuple(
        replace(rule, severity=severities.get(name) or rule.severity)
        for name, rule in sorted(RULES.items())
        if name in chosen - left_out - off
    )


def unknown(name: str) -> Diagnostic | None:
    """What to say of a name that is no rule's; None for a rule's."""
    if name in RULES:
        return None
    hint = did_you_mean(name, RULES) or "confiture lint --rules lists them"
    return Diagnostic("unknown-rule", f"there is no rule {name!r}", hint=hint)


def _names(words: Iterable[str]) -> list[str]:
    found: list[str] = []
    faults: list[Diagnostic] = []
    for word in (part.strip() for text in words for part in text.split(",")):
        fault = None if word in _GROUPS or not word else unknown(word)
        if fault is not None:
            faults.append(fault)
        elif word in _GROUPS:
            found += [n for n, rule in RULES.items() if rule.group == word and not rule.optional]
        elif word:
            found.append(word)
    if faults:
        raise UsageError(*faults)
    return found
