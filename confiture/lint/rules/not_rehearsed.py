"""A migration needs an extension that the private server does not have, and could not be tried.

It, and those after it, are judged by their text alone, which knows neither the tables' state nor
the locks.

Instead: install the extension's files beside the PostgreSQL that `confiture server status` names.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import is_unavailable


@migration_rule("not-rehearsed", Severity.NOTE, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        if step.failure is not None and is_unavailable(step.failure):
            message = "this could not be tried: the private server lacks the extension"
            hint = "install it there, to have the migrations rehearsed"
            yield Found(message, hint, span=step.statement.span)
