"""Comments that let findings be, and the edits that take idle ones away."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from confiture.lint import RULES, Found, Migration, Step, choose, lint
from confiture.lint.abc import Rule
from confiture.lint.mend import mended
from confiture.lint.script import parse
from confiture.text import Source

RULES_HERE = choose(["drops-column,drops-table,truncates-table,comment"])
DROP = "alter table t\n  drop column a,\n  drop column b;\n"


def judged(text: str, rules: tuple[Rule, ...] = RULES_HERE) -> list[str]:
    """`line: rule: message` of what is left, by text alone."""
    script = parse(Source("a.up.sql", text))
    steps = tuple(Step(statement) for statement in script.statements)
    found = lint([], [Migration(script, steps)], rules)
    return [f"{d.span.line}: {d.code}: {d.message}" for d in found.diagnostics if d.span]


@dataclass(frozen=True)
class Row:
    words: str
    text: str
    left: tuple[str, ...] = ()


ROWS = [
    Row("above", "-- confiture: ignore drops-table because it is old\ndrop table t;\n"),
    Row("far above", "-- confiture: ignore drops-table because it is old\n\n-- so\ndrop table t;"),
    Row("behind", "drop table t; -- confiture: ignore drops-table because it is old\n"),
    Row("inside, on its line", "drop table t, -- confiture: ignore drops-table because so\n u;\n"),
    Row("a block is no such comment", "/* confiture: ignore drops-table because x */ drop table t;",
        ("1: drops-table: t goes, with its rows, and programs may still use it",)),
    Row("several rules",
        "-- confiture: ignore drops-table, truncates-table because it is old\n"
        "drop table t;\n"
        "-- confiture: ignore truncates-table because it is old\n"
        "truncate u;\n",
        ("1: unused-ignore: there is no finding of truncates-table here",)),
    Row("no reason",
        "-- confiture: ignore drops-table\ndrop table t;\n",
        ("1: ignore-without-reason: this comment gives no reason",)),
    Row("a reason of no words",
        "-- confiture: ignore drops-table because …\ndrop table t;\n",
        ("1: ignore-without-reason: this comment gives no reason",)),
    Row("the next statement is not meant",
        "-- confiture: ignore drops-table because it is old\ndrop table t;\ndrop table u;\n",
        ("3: drops-table: u goes, with its rows, and programs may still use it",)),
    Row("nothing to ignore",
        "-- confiture: ignore drops-table because it is old\nselect 1;\n",
        ("1: unused-ignore: there is no finding of drops-table here",)),
    Row("at the end of the file, of no statement",
        "select 1;\n\n-- confiture: ignore drops-table because it is old\n",
        ("3: unused-ignore: there is no finding of drops-table here",)),
    Row("no such rule",
        "-- confiture: ignore drop-table because it is old\nselect 1;\n",
        ("1: unused-ignore: there is no rule 'drop-table'",)),
    Row("no rule at all",
        "-- confiture: ignore because it is old\nselect 1;\n",
        ("1: unused-ignore: this comment names no rule",)),
    Row("a rule that is not run", "-- confiture: ignore enum-type because so\nselect 1;\n"),
    Row("text is no comment",
        "select '-- confiture: ignore drops-table because x'; drop table t;",
        ("1: drops-table: t goes, with its rows, and programs may still use it",)),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_what_is_left(row: Row) -> None:
    assert judged(row.text) == list(row.left)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("-- confiture: ignore drops-table because so\nselect 1;\n", "select 1;\n"),
        ("select 1; -- confiture: ignore drops-table because so\n", "select 1;\n"),
        (
            "-- confiture: ignore drops-table, truncates-table because so\ntruncate t;\n",
            None,  # which of the two has to go is for people
        ),
    ],
)
def test_idle_comments_are_taken_away(text: str, after: str | None) -> None:
    script = parse(Source("a.up.sql", text))
    steps = tuple(Step(statement) for statement in script.statements)
    report = lint([], [Migration(script, steps)], RULES_HERE)
    assert [new for _, new in mended(report)] == ([] if after is None else [after])


def test_a_comment_inside_holds_for_a_line() -> None:
    marks = [
        Rule("drops-column", RULES["drops-column"].severity, "", "migration", on_migration=_by_line)
    ]
    text = (
        "alter table t\n"
        "  drop column a, -- confiture: ignore drops-column because so\n"
        "  -- confiture: ignore drops-column because so\n"
        "  drop column b,\n"
        "  drop column c;\n"
    )
    assert judged(text, tuple(marks)) == ["5: drops-column: c"]


def _by_line(migration: Migration) -> list[Found]:
    """A finding at each `column X`."""
    statement = migration.steps[0].statement
    text = statement.source.text
    names = [w for w in statement.words if text[w.start : w.end] in ("a", "b", "c")]
    return [Found(text[w.start : w.end], "", span=statement.at(w.start)) for w in names]
