"""A column that counts up is added to a table in use, and nobody can use the table until all rows
are written anew.

`serial` and `generated … as identity` give each row that is there a number of its own.

Instead: add a `bigint` column without a default, a sequence, and the default; fill the rows in
batches; then set it NOT NULL as [set-not-null-reads-all-rows](#set-not-null-reads-all-rows) says.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import is_serial


@migration_rule("serial-on-existing-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AddColumn):
        column = one.definition.column_def
        kinds = {node.constraint.contype for node in column.constraints}
        counts = pg.CONSTR_IDENTITY in kinds or is_serial(column.type_name)
        if counts and one.step.rewrites is not False:
            message = f"nobody can use {one.table} until all its rows are numbered"
            hint = "add a bigint column, then a sequence as its default, then fill it in batches"
            yield Found(message, hint, span=one.step.statement.at(column.location))
