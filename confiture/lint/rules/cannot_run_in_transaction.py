"""A statement that refuses to run in a transaction stands between BEGIN and COMMIT.

CREATE INDEX CONCURRENTLY, VACUUM and their like commit by themselves, and fail where something else
would be committed with them.

Instead: move it out of the transaction, best into a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.ddl.classify import Kind, kind_of
from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("cannot-run-in-transaction", Severity.ERROR, down=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        statement = step.statement
        if statement.explicit and kind_of(statement.text) is Kind.OUTSIDE_TRANSACTION:
            message = "this fails: it cannot run in a transaction"
            yield Found(message, "move it out of begin … commit", span=statement.span)
