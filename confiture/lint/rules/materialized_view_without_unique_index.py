"""A materialized view has no unique index.

REFRESH … CONCURRENTLY needs one, on columns and without WHERE; any other REFRESH keeps readers out
until it is done (https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html).

Instead: a unique index on what tells its rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("materialized-view-without-unique-index", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    whole = {
        i.table.path for i in schema.indexes if i.unique and not i.predicate and all(i.columns)
    }
    for view in schema.of("materialized-view"):
        if view.path not in whole:
            message = f"materialized view {said(view)} cannot be refreshed concurrently"
            yield Found(message, f"create unique index on {view.sql} (…)", view.key)
