"""A table in use is written anew, and nobody can use it until that is done.

So do SET LOGGED and UNLOGGED, SET ACCESS METHOD, SET TABLESPACE, VACUUM FULL, CLUSTER, and a new
column of a domain with a constraint; each also needs room for a second copy of the table
(https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES).

Instead: do it while nobody uses the table; against bloat, a tool that copies the table under the
eyes of its users, as pg_repack or pg_squeeze.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Alteration, Migration
from confiture.lint.words import is_serial

_CAUSES = {pg.AT_SetLogged, pg.AT_SetUnLogged, pg.AT_SetAccessMethod, pg.AT_SetTableSpace}
_TOLD_ELSEWHERE = {pg.CONSTR_DEFAULT, pg.CONSTR_IDENTITY, pg.CONSTR_GENERATED}


@migration_rule("rewrites-table", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for one in migration.alterations():
        if _is_cause(one) and one.step.rewrites is not False:
            message = f"nobody can use {one.table} until it is written anew"
            yield Found(message, _HINT, span=one.step.statement.span)
    for step in migration.of("vacuum_stmt", "cluster_stmt"):
        tree = step.tree
        options = {} if step.kind == "cluster_stmt" else tree.options
        full = step.kind == "cluster_stmt" or any(o.def_elem.defname == "full" for o in options)
        if full and step.rewrites is not False:
            message = "nobody can use the table until it is written anew"
            yield Found(message, _HINT, span=step.statement.span)


_HINT = "do it while nobody uses the table"


def _is_cause(one: Alteration) -> bool:
    if one.command.subtype in _CAUSES:
        return True
    if one.command.subtype != pg.AT_AddColumn or not one.step.rewrites or not one.alone:
        return False
    column = one.definition.column_def
    kinds = {node.constraint.contype for node in column.constraints}
    return not kinds & _TOLD_ELSEWHERE and not is_serial(column.type_name)
