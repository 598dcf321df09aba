"""How large tables are, and how fast a server reads and writes them."""

from __future__ import annotations

import time
from collections.abc import Mapping

from confiture.model.estimate import Rates, Size
from confiture.steps.abc import Session

_SIZES = """
select format('%I.%I', n.nspname, c.relname), greatest(c.reltuples, 0)::bigint,
       pg_table_size(c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'confiture')
  and n.nspname !~ '^pg_(toast|temp)'"""
_TABLE, _ROWS = "public.confiture_rate", 100_000


def sizes(session: Session) -> Mapping[str, Size]:
    """Rows (as of the last ANALYZE) and bytes of each table, by its name as SQL spells it."""
    return {name: Size(rows, size) for name, rows, size in session.query(_SIZES)}


def rates(session: Session) -> Rates:
    """Measured on a session of a scratch database, with a table of some megabytes."""
    session.script(
        f"create table {_TABLE} as select g as id, md5(g::text) as text"
        f" from generate_series(1, {_ROWS}) g"
    )
    size = session.query(f"select pg_table_size('{_TABLE}')")[0][0]
    try:
        return Rates(
            scan=size / _seconds(session, f"select count(*) from {_TABLE} where text = ''"),
            rewrite=size / _seconds(session, f"alter table {_TABLE} alter id type bigint"),
            index=size / _seconds(session, f"create index on {_TABLE} (text)"),
        )
    finally:
        session.script(f"drop table {_TABLE}")


def _seconds(session: Session, statement: str) -> float:
    started = time.perf_counter()
    session.script(statement)
    return max(time.perf_counter() - started, 1e-4)
