"""An index is invalid: no query uses it, and yet every write keeps it up.

That is what a CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY leaves behind that failed
(https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY); a
unique one may not even keep its values unique.

Instead: drop it, or build it with `reindex index concurrently`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("invalid-index", Severity.ERROR)
def check(schema: Schema) -> Iterator[Found]:
    for index in schema.indexes:
        if not index.valid:
            message = f"index {said(index.key)} of {said(index.table)} is invalid"
            yield Found(message, f"reindex index concurrently {index.name}", index.key)
