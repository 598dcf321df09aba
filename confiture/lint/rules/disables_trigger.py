"""Triggers of a table in use are disabled and not enabled again.

What they watch over is not watched from then on, for nobody; where all are disabled, foreign keys
are among them.

Instead: enable them in the same transaction; to skip them in this session only, `set local
session_replication_role = replica`.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration

_OFF = (pg.AT_DisableTrig, pg.AT_DisableTrigAll, pg.AT_DisableTrigUser)
_ON = (
    pg.AT_EnableTrig, pg.AT_EnableTrigAll, pg.AT_EnableTrigUser, pg.AT_EnableAlwaysTrig,
    pg.AT_EnableReplicaTrig,
)  # fmt: skip


@migration_rule("disables-trigger", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    enabled = {(one.table, str(one.command.name)) for one in migration.alterations(*_ON)}
    for one in migration.alterations(*_OFF):
        name = str(one.command.name)
        if not {(one.table, name), (one.table, "")} & enabled:
            what = (
                f"trigger {name} of {one.table} stays" if name else f"triggers of {one.table} stay"
            )
            message = f"{what} disabled"
            yield Found(
                message, "enable them in the same transaction", span=one.step.statement.span
            )
