"""Bodies of functions that are strings, which PostgreSQL does not follow to what they name."""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import DatabaseError
from confiture.pg.session import Session

_WRITTEN_IN_SQL = """
select p.oid::pg_catalog.regprocedure::text, p.oid::bigint
  from pg_catalog.pg_proc p
  join pg_catalog.pg_language l on l.oid = p.prolang and l.lanname = 'sql'
 where p.oid >= 16384 and pg_catalog.to_jsonb(p) ->> 'prosqlbody' is null
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                      and d.objid = p.oid and d.deptype = 'e')
"""
_ALL_SCHEMAS = """
select pg_catalog.set_config('search_path', pg_catalog.string_agg(pg_catalog.quote_ident(nspname),
                                                                  ', '), true)
  from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
"""


def broken(session: Session) -> dict[str, str]:
    """The functions in SQL whose bodies PostgreSQL refuses, and what it says. Names without a
    schema are looked up in all, since nobody knows with which path a function is called."""
    with session.transaction():
        found = session.query(_WRITTEN_IN_SQL)
        session.query(_ALL_SCHEMAS)
        return dict(_refused(session, [(str(name), int(oid)) for name, oid in found]))


def _refused(session: Session, functions: list[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    for name, oid in functions:
        try:
            with session.transaction():
                session.query("select pg_catalog.fmgr_sql_validator($1)", [oid])
        except DatabaseError as error:
            yield name, error.diagnostics[0].message.removeprefix(f"{session.environment}: ")
