"""Sequences as a step first found them, for a step that is begun again.

`nextval` is the one effect of SQL that no rollback takes back. Without this, rows that a killed
or failed step inserts at its second try get other numbers than at the first, and seeds that
refer to rows by number fail for good. So a step notes the sequences before it begins, in a
transaction of its own, and sets them back when it finds that note of itself.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from confiture.model.names import QName, quote
from confiture.steps.abc import Session

_OWNED = """
    select sn.nspname, s.relname, tn.nspname, t.relname, a.attname
    from pg_depend d
    join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace
    join pg_sequence q on q.seqrelid = s.oid and q.seqincrement > 0
    join pg_class t on t.oid = d.refobjid
    join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
    and d.deptype in ('a', 'i') and d.refobjsubid > 0 and s.relpersistence <> 't'
    order by 1, 2"""


class _State(NamedTuple):
    """A sequence that feeds a column, and where it stands."""

    schema: str
    name: str
    table_schema: str
    table: str
    column: str
    last_value: int
    is_called: bool

    @property
    def sequence(self) -> QName:
        return QName(self.schema, self.name)


def note_or_rewind(session: Session, run: str, step: str) -> None:
    """Note the sequences when the step begins for the first time; set them back otherwise."""
    with session.transaction():
        rows = session.query(
            "select sequences::text from confiture.begun where run = $1 and step = $2", [run, step]
        )
        if not rows:
            session.query(
                "insert into confiture.begun (run, step, sequences) values ($1, $2, $3::jsonb)",
                [run, step, json.dumps(_states(session))],
            )
    if rows:
        _rewind(session, [_State._make(state) for state in json.loads(rows[0][0])])


def _states(session: Session) -> list[_State]:
    owned = session.query(_OWNED)
    if not owned:
        return []
    values = session.query(
        " union all ".join(
            f"select {place}, last_value, is_called from {QName(row[0], row[1]).sql}"
            for place, row in enumerate(owned)
        )
    )
    return [_State._make((*owned[place], last, called)) for place, last, called in values]


def _rewind(session: Session, noted: list[_State]) -> None:
    """Only those that moved and of whose later numbers no row makes use."""
    now = {(state.schema, state.name): state for state in _states(session)}
    for state in noted:
        found = now.get((state.schema, state.name))
        if found is not None and found != state and not _used(session, state):
            session.query(
                "select setval($1::regclass, $2, $3)",
                [state.sequence.sql, state.last_value, state.is_called],
            )


def _used(session: Session, state: _State) -> bool:
    column, table = quote(state.column), QName(state.table_schema, state.table).sql
    beyond = ">" if state.is_called else ">="
    query = f"select exists (select from {table} where {column} {beyond} $1)"
    return bool(session.query(query, [state.last_value])[0][0])
