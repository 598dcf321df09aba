"""What CREATE, DROP and REINDEX INDEX CONCURRENTLY are about, by their text and the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from confiture.model.names import QName, quote
from confiture.pg.catalog import sql as file
from confiture.pg.session import Session

if TYPE_CHECKING:
    from postgast import pg_query_pb2 as pg


class _State(NamedTuple):
    """An index; `whole` if queries may read it, `direct` if it is of the table asked for, and not
    of a partition."""

    oid: int
    sql: str
    name: str
    whole: bool
    direct: bool


class Effect(Protocol):
    @property
    def waits_for(self) -> str:
        """The mode with which a lock conflicts where its holder is waited for."""

    def table(self, session: Session) -> str | None: ...

    def left(self, session: Session) -> list[str]:
        """The invalid indexes that this statement has left at an earlier try."""

    def there(self, session: Session) -> bool:
        """Whether a statement that has just run did what it should."""

    def shown(self, session: Session) -> bool: ...


def effect_of(session: Session, statement: str) -> Effect:
    """Raises ValueError for a statement that is not one of an index."""
    import postgast  # noqa: PLC0415 - takes 70 ms

    node = postgast.parse(statement).stmts[0].stmt
    match node.WhichOneof("node"):
        case "index_stmt":
            on = _named(node.index_stmt.relation)
            known = frozenset(state.oid for state in _states(session, on))
            return _Create(on, node.index_stmt.idxname or None, known)
        case "drop_stmt" if len(node.drop_stmt.objects) == 1:
            parts = [item.string.sval for item in node.drop_stmt.objects[0].list.items]
            return _Drop(".".join(map(quote, parts)))
        case "reindex_stmt":
            return _reindex(node.reindex_stmt)
    raise ValueError(f"not a statement of one index: {statement}")


@dataclass(frozen=True, slots=True)
class _Create:
    """`index` is the name without its schema, or None where PostgreSQL finds one; then the index
    is one that is not among those known before."""

    on: str
    index: str | None
    known: frozenset[int]
    waits_for: str = "SHARE"

    def table(self, session: Session) -> str | None:
        return _relation(session, self.on)

    def left(self, session: Session) -> list[str]:
        return [state.sql for state in self._own(session) if not state.whole]

    def there(self, session: Session) -> bool:
        own = self._own(session)
        return bool(own) and all(state.whole for state in own)

    def shown(self, session: Session) -> bool:
        return self.index is not None and self.there(session)

    def _own(self, session: Session) -> list[_State]:
        direct = [state for state in _states(session, self.on) if state.direct]
        if self.index is None:
            return [state for state in direct if state.oid not in self.known]
        return [state for state in direct if state.name == self.index]


@dataclass(frozen=True, slots=True)
class _Drop:
    """One that was interrupted has left its index invalid; it ends the work when it runs again."""

    index: str
    waits_for: str = "ACCESS EXCLUSIVE"

    def table(self, session: Session) -> str | None:
        return _table_of(session, self.index)

    def left(self, session: Session) -> list[str]:
        del session
        return []

    def there(self, session: Session) -> bool:
        return _relation(session, self.index) is None

    def shown(self, session: Session) -> bool:
        return self.there(session)


@dataclass(frozen=True, slots=True)
class _Reindex:
    """What it leaves is named for it: `…_ccnew` was not finished, `…_ccold` has been replaced."""

    on: str | None
    index: str | None
    schema: str | None
    waits_for: str = "ACCESS EXCLUSIVE"

    def table(self, session: Session) -> str | None:
        if self.index is not None:
            return _table_of(session, self.index)
        return _relation(session, self.on) if self.on is not None else None

    def left(self, session: Session) -> list[str]:
        table = self.table(session)
        if table is None and (self.on or self.index):
            return []
        return [
            state.sql
            for state in _states(session, table, self.schema)
            if not state.whole and _is_transient(state.name)
        ]

    def there(self, session: Session) -> bool:
        if self.index is not None:
            table = _table_of(session, self.index)
            index = _relation(session, self.index)
            states = _states(session, table) if table is not None else []
            if not all(state.whole for state in states if state.sql == index):
                return False
        return not self.left(session)

    def shown(self, session: Session) -> bool:
        del session
        return False


def _is_transient(name: str) -> bool:
    return name.rstrip("0123456789").endswith(("_ccnew", "_ccold"))


def _states(session: Session, table: str | None, schema: str | None = None) -> list[_State]:
    return [_State(*row) for row in session.query(file("index_states"), [table, schema])]


def _relation(session: Session, name: str) -> str | None:
    """A relation as SQL spells it with its schema, or None."""
    return _spelt(session, "to_regclass($1)", name)


def _table_of(session: Session, index: str) -> str | None:
    return _spelt(
        session, "(select indrelid from pg_index where indexrelid = to_regclass($1))", index
    )


def _spelt(session: Session, oid: str, name: str) -> str | None:
    query = (
        "select format('%I.%I', n.nspname, c.relname) from pg_class c"
        f" join pg_namespace n on n.oid = c.relnamespace where c.oid = {oid}"
    )
    rows = session.query(query, [name])
    return str(rows[0][0]) if rows else None


def _reindex(node: pg.ReindexStmt) -> _Reindex:
    from postgast import pg_query_pb2 as pg  # noqa: PLC0415 - as above

    match node.kind:
        case pg.REINDEX_OBJECT_INDEX:
            return _Reindex(None, _named(node.relation), None)
        case pg.REINDEX_OBJECT_TABLE:
            return _Reindex(_named(node.relation), None, None)
    return _Reindex(None, None, node.name if node.kind == pg.REINDEX_OBJECT_SCHEMA else None)


def _named(relation: pg.RangeVar) -> str:
    if relation.schemaname:
        return QName(relation.schemaname, relation.relname).sql
    return quote(relation.relname)
