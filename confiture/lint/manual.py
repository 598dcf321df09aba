"""The manual of the rules, put together from their pages."""

from __future__ import annotations

from collections.abc import Iterator

from confiture.lint.abc import RULES, Group, Rule

_HEAD = """\
# Lint rules

`confiture lint` judges schemas and migrations by the rules on this page; see
[the command line](commands.md#lint) for how it is called. Schemas are judged as PostgreSQL itself
tells of them, once the DDL files were built; a migration by what its statements were seen to do on
a scratch database, which locks they took and which tables they read or wrote anew: a table that
the migration makes itself is no finding. A migration is also told of the faults that it brings
into the schema. What could not be run is judged by its text.

Each rule has a severity: an *error* is wrong nearly always, and makes the exit code 4; a *warning*
is a danger; a *note* is worth a thought. An environment of the project's file sets another one, for
itself:

```conf
environment production {
  embedded = "production"
  lint_errors = ["missing-primary-key", "drops-table"]
  lint_warnings = "varchar-with-limit"
  lint_notes = "integer-primary-key"
  lint_off = ["missing-comment", "enum-type"]
}
```

A comment lets a finding be, and says why. Above a statement, or behind its end, it holds for the
whole statement; inside, for its own line, or for the next one where it has a line of its own:

```sql
-- confiture: ignore drops-table because nothing has read it since June
drop table old_orders;
```
"""
_GROUPS: dict[Group, str] = {
    "schema": "Schemas",
    "migration": "Migrations",
    "comment": "Comments",
}


def manual() -> str:
    """The page as Markdown: a table of the rules, and each rule's page."""
    return "\n".join((_HEAD, *(_group(group, title) for group, title in _GROUPS.items())))


def page(rule: Rule) -> str:
    """One rule's page, below a heading of its name."""
    optional = ", where it is named" if rule.optional else ""
    return f"### {rule.name}\n\n*{rule.severity}*{optional} · {rule.page.strip()}\n"


def _group(group: Group, title: str) -> str:
    rules = [rule for _, rule in sorted(RULES.items()) if rule.group == group]
    return "\n".join((f"## {title}\n", *_table(rules), "", *map(page, rules)))


def _table(rules: list[Rule]) -> Iterator[str]:
    yield "| rule | severity | fault |"
    yield "|---|---|---|"
    for rule in rules:
        yield f"| [{rule.name}](#{rule.name}) | {rule.severity} | {_cell(rule.summary)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
