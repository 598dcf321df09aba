"""A column that is NOT NULL is added without a default, which fails as soon as the table has a row.

It works on the empty tables of a test, and on no other.

Instead: give it a default, which is no rewrite unless it is volatile; or add it without NOT NULL,
fill it, and set it NOT NULL then.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import is_serial

_FILLED = {pg.CONSTR_DEFAULT, pg.CONSTR_IDENTITY, pg.CONSTR_GENERATED}


@migration_rule("required-column-without-default", Severity.ERROR)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AddColumn):
        column = one.definition.column_def
        kinds = {node.constraint.contype for node in column.constraints}
        required = kinds & {pg.CONSTR_NOTNULL, pg.CONSTR_PRIMARY}
        if required and not kinds & _FILLED and not is_serial(column.type_name):
            message = f"this fails where {one.table} has rows: {column.colname} is NOT NULL"
            hint = "give it a default, or fill it before it is set NOT NULL"
            yield Found(message, hint, span=one.step.statement.at(column.location))
