"""A table has no primary key.

Nothing then keeps two rows apart: an application cannot say which row it means, an UPDATE of one of
two equal rows hits both, and logical replication refuses to publish changes of the table
(https://www.postgresql.org/docs/current/logical-replication-publication.html).

Instead: give it a key, `id bigint primary key generated always as identity` where no column is one
by nature.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("missing-primary-key", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.tables:
        if schema.primary_key(table.key) is None and not table.inherits:
            message = f"table {said(table)} has no primary key"
            yield Found(message, "name the columns that tell its rows apart", table.key)
