"""A report with a finding of each severity, with and without a place."""

from __future__ import annotations

from confiture.ddl.objects import Key
from confiture.lint import RULES, Edit, Found, Report
from confiture.lint.report import finding, report
from confiture.text import Source, Span

SOURCE = Source("db/schema/a,b.sql", "create table t (\n  a json, -- 100 %\n  b int\n);\n")


def sample() -> Report:
    place = Span(SOURCE, 19, 25)
    table = Key("table", ("public", "t"))
    found = [
        ("json-column", Found("column t.a is json", "use jsonb", table), place),
        ("invalid-index", Found("index i is invalid", "reindex it", table), None),
        (
            "serial-column",
            Found("100 %: a, b\nand c", "", span=place, edits=(Edit(place, "a jsonb"),)),
            place,
        ),
    ]
    return report(finding(RULES[name], one, span) for name, one, span in found)
