"""A column changes its type, and nobody can use the table until all rows are written anew or
checked.

Most changes of a type write every row and build every index again; from `varchar(10)` to
`varchar(20)` or `text` is none of them, and no finding
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: add a column of the new type, keep it up to date by a trigger, fill it in batches, and let
the application change over.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration


@migration_rule("column-type-rewrites-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations(pg.AT_AlterColumnType):
        if one.step.works or one.step.effect is None:
            verb = "written anew" if one.step.rewrites is not False else "read"
            message = f"nobody can use {one.table} until all its rows are {verb}"
            hint = "add a column of the new type, fill it in batches, and change over"
            place = one.step.statement.at(one.definition.column_def.location)
            yield Found(message, hint, span=place)
