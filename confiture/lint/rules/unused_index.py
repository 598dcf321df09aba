"""No query has used an index since the server began to count.

It is written by every INSERT and UPDATE, and keeps UPDATEs from being heap-only
(https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW).
Found in databases only, in tables that were read at least 1,000 times; indexes that keep values
unique, or serve a foreign key, are needed without being read.

Instead: look at the replicas, which count for themselves, and drop it with `drop index
concurrently`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Index, Schema, said

_ENOUGH_READS = 1000


@schema_rule("unused-index", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    if schema.usage is None:
        return
    for index in schema.indexes:
        reads = schema.usage.table_reads.get((index.table.path[0], index.table.path[1]), 0)
        path = (index.key.path[0], index.key.path[1])
        if index.unique or index.constraint or schema.usage.index_scans.get(path) != 0:
            continue
        if reads >= _ENOUGH_READS and not _serves_reference(schema, index):
            message = (
                f"index {said(index.key)} was not used in {reads:,} reads of {said(index.table)}"
            )
            yield Found(message, f"drop index concurrently {index.name}", index.key)


def _serves_reference(schema: Schema, index: Index) -> bool:
    return any(
        one.table == index.table and set(index.columns[: len(one.columns)]) == set(one.columns)
        for one in schema.references
    )
