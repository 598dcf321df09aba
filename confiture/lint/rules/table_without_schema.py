"""A statement makes a table without saying in which schema.

It comes into the first schema of the `search_path` that exists, which is another one for another
role. This is for projects with several schemas, and a rule that runs only where it is named.

Instead: `create table app.users`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("table-without-schema", Severity.NOTE, optional=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("create_stmt"):
        relation = step.tree.relation
        if not relation.schemaname and relation.relpersistence != "t":
            message = f"the schema of {relation.relname} is the one that search_path names first"
            hint = "write it before the name"
            yield Found(message, hint, span=step.statement.at(relation.location))
