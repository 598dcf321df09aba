"""A SECURITY DEFINER function does not pin its `search_path`.

It runs with its owner's rights and looks names up where its caller says: a caller who puts a schema
of his own first, with an operator or a table of the right name, runs what he likes as the owner
(https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).

Instead: `set search_path = ''` (with all names qualified), or `= pg_catalog, app, pg_temp`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.routines import options, said
from confiture.lint.schema import Schema


@schema_rule("security-definer-without-search-path", Severity.ERROR)
def check(schema: Schema) -> Iterator[Found]:
    for routine in schema.of("routine"):
        facts = options(routine)
        if facts.definer and facts.search_path is None:
            message = (
                f"{said(routine)} is SECURITY DEFINER, and its caller says where names are found"
            )
            hint = f"alter routine {routine.sql} set search_path = ''"
            yield Found(message, hint, routine.key)
