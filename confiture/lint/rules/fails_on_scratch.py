"""A statement failed on the scratch database.

The migrations before it were run there, from an empty database or from what `--against` names; then
this one, with no rows in any table. What follows in this file, and later migrations, could not be
tried, and are judged by their text alone.

Instead: correct the statement. Where it needs rows, or something that only the real server has, say
so: `-- confiture: ignore fails-on-scratch because …`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import SCRATCH, is_unavailable

_TOLD_ELSEWHERE = {"55P04", "25001"}


@migration_rule("fails-on-scratch", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        failure = step.failure
        if failure is None or failure.sqlstate in _TOLD_ELSEWHERE or is_unavailable(failure):
            continue
        for told in failure.diagnostics:
            message = told.message.removeprefix(f"{SCRATCH}: ")
            hint = told.hint or "correct it; the migrations before it have run"
            yield Found(message, hint, span=told.span or step.statement.span)
