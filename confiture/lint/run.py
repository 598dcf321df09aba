"""Schemas and migrations, judged by rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from confiture.ddl.objects import Catalog
from confiture.lint.abc import Found, Rule
from confiture.lint.ignores import without_ignored
from confiture.lint.migration import Migration
from confiture.lint.places import places
from confiture.lint.report import Finding, Report, finding, report
from confiture.lint.schema import Schema
from confiture.lint.script import Script
from confiture.text import Span


def lint(
    schemas: Sequence[Schema], migrations: Sequence[Migration], rules: Collection[Rule]
) -> Report:
    """What rules find in schemas, and in migrations, given in the order in which they run.

    A migration is also told of the faults that it brings into the schema.
    """
    findings: list[Finding] = []
    scripts: list[Script] = []
    for schema in schemas:
        schema = replace(schema, places=places(schema.scripts, schema.catalog))  # noqa: PLW2901
        found = (finding(rule, one, _place(schema, one)) for rule, one in _judged(schema, rules))
        findings.extend(found)
        scripts.extend(schema.scripts)
    standing: dict[int, list[tuple[Rule, Found]]] = {}
    for migration in migrations:
        findings.extend(_of_migration(migration, rules, standing))
        scripts.append(migration.script)
    return report(without_ignored(findings, scripts, rules))


def _judged(schema: Schema, rules: Collection[Rule]) -> Iterator[tuple[Rule, Found]]:
    for rule in rules:
        if rule.on_schema is not None:
            yield from ((rule, found) for found in rule.on_schema(schema))


def _place(schema: Schema, found: Found) -> Span | None:
    return found.span or (schema.place(found.about) if found.about else None)


def _of_migration(
    migration: Migration,
    rules: Collection[Rule],
    standing: dict[int, list[tuple[Rule, Found]]],
) -> Iterator[Finding]:
    """`standing` keeps what is wrong with each catalog, as the next migration starts there."""
    for rule in rules:
        if rule.on_migration is not None and (rule.down or migration.direction == "up"):
            for found in rule.on_migration(migration):
                yield finding(rule, found, found.span)
    if migration.before is None or migration.after is None or migration.direction == "down":
        return
    old = {(rule.name, found.about, found.message) for rule, found in _standing(
        migration.before, rules, standing
    )}  # fmt: skip
    made = Schema(migration.after, places=places([migration.script], migration.after))
    for rule, found in _standing(migration.after, rules, standing):
        if (rule.name, found.about, found.message) not in old:
            yield finding(rule, found, _place(made, found) or _start(migration.script))


def _standing(
    catalog: Catalog, rules: Collection[Rule], standing: dict[int, list[tuple[Rule, Found]]]
) -> list[tuple[Rule, Found]]:
    if id(catalog) not in standing:
        standing[id(catalog)] = list(_judged(Schema(catalog), rules))
    return standing[id(catalog)]


def _start(script: Script) -> Span:
    return script.statements[0].span if script.statements else Span(script.source, 0, 0)
