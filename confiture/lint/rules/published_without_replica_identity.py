"""A publication has a table whose rows nothing tells apart.

Every UPDATE and DELETE of the table fails then, on the publisher
(https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY).

Instead: a primary key; or `replica identity using index`, or, where there is no such index, `full`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_CHANGES = {"update", "delete"}


@schema_rule("published-without-replica-identity", Severity.ERROR)
def check(schema: Schema) -> Iterator[Found]:
    changing = {one.path[0]: one for one in schema.of("publication") if _CHANGES & {*one.publish}}
    everything = any(one.all_tables for one in changing.values())
    tables = {one.path[1:3] for one in schema.of("published-table") if one.path[0] in changing}
    schemas = {one.path[1] for one in schema.of("published-schema") if one.path[0] in changing}
    for table in schema.tables:
        shown = everything or table.path in tables or table.path[0] in schemas
        bare = table.replica_identity == "nothing" or (
            table.replica_identity == "default" and schema.primary_key(table.key) is None
        )
        if shown and bare and not table.unlogged:
            message = f"table {said(table)} is published, and nothing tells its rows apart"
            yield Found(message, f"alter table {table.sql} replica identity …", table.key)
