"""A table inherits from another one.

Unique keys, foreign keys and indexes of the parent do not hold for the child's rows, while a query
of the parent shows them
(https://www.postgresql.org/docs/current/ddl-inherit.html#DDL-INHERIT-CAVEATS).

Instead: partitions, which have none of that; or a foreign key to the parent.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said, words


@schema_rule("table-inheritance", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for table in schema.tables:
        if table.inherits:
            parents = words(".".join(parent) for parent in table.inherits)
            message = f"table {said(table)} inherits from {parents}, whose keys do not hold for it"
            yield Found(message, "use partitions, or a foreign key", table.key)
