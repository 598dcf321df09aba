"""What `--fix` writes, and what it leaves to people."""

from __future__ import annotations

import pytest

from confiture.lint import RULES, Migration, Step, lint
from confiture.lint.mend import mended
from confiture.lint.script import parse
from confiture.text import Source

ROWS = [
    ("create index i on t (a);", "create index concurrently i on t (a);"),
    ("CREATE UNIQUE INDEX ON t (a)", "CREATE UNIQUE INDEX concurrently ON t (a)"),
    ("create index i on t (a);\nselect 1;", None),
    ("begin; create index i on t (a); commit;", None),
    ("create index concurrently i on t (a);", None),
    ("drop index if exists a.i;", "drop index concurrently if exists a.i;"),
    ("drop index i, j;", None),
    ("drop index i cascade;", None),
    ("-- why\nreindex (verbose) table t;", "-- why\nreindex (verbose) table concurrently t;"),
    ("reindex schema s;", None),
    ("set search_path = a;\nselect 1;", "set local search_path = a;\nselect 1;"),
    ("set session search_path = a;", None),
    ("set search_path = a;\ncreate index concurrently i on t (a);", None),
    (
        "drop index concurrently i;\ndrop index concurrently if exists j;",
        "drop index concurrently if exists i;\ndrop index concurrently if exists j;",
    ),
]


@pytest.mark.parametrize(("text", "after"), ROWS)
def test_fix(text: str, after: str | None) -> None:
    script = parse(Source("a.up.sql", text))
    steps = tuple(Step(statement) for statement in script.statements)
    report = lint([], [Migration(script, steps)], list(RULES.values()))
    assert [new for _, new in mended(report)] == ([] if after is None else [after])
