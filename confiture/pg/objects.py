"""Read every object of a database into a `Catalog`, in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from confiture import collecting
from confiture.ddl.objects import OBJECTS, Access, Catalog, Grant, Key, Object
from confiture.pg.catalog import sql
from confiture.steps.abc import Row, Session

Address: TypeAlias = tuple[int, int, int]
"""A row of a catalog as pg_depend names it: its catalog, its OID, and its column or 0."""
Edges: TypeAlias = defaultdict[Key, set[Key]]

_OURS = "confiture"
_VERSION = "select current_setting('server_version_num')::int"
_AUTOMATIC = frozenset("aiPS")
"""Types of dependencies by which an object goes when what it depends on is dropped."""


@dataclass(frozen=True)
class _Found:
    """A row of a kind's query."""

    type: type[Object]
    path: tuple[str, ...]
    sql: str
    facts: dict[str, Any]

    @property
    def key(self) -> Key:
        return Key(self.type.kind, self.path)


@collecting.paused()
def read(session: Session) -> Catalog:
    """All objects that users made; those of the system, of extensions and of Confiture left out."""
    with session.transaction(), ThreadPoolExecutor(1) as server:
        session.script("set transaction isolation level repeatable read, read only")
        session.script("set local search_path = ''")
        # The server goes on with the next while we read what it gave.
        wanted = [*OBJECTS, "_aliases", "_comments", "_access", "_dependencies", "_unmodelled"]
        rows = {name: server.submit(_rows, session, name) for name in wanted}
        found = {
            _address(row): _found(type_, row)
            for kind, type_ in OBJECTS.items()
            for row in rows[kind].result()
        }
        aliases = {_address(row): _address(row[3:]) for row in rows["_aliases"].result()}
        comments = {_address(row): str(row[3]) for row in rows["_comments"].result()}
        access = {_address(row): row[3:] for row in rows["_access"].result()}
        dependencies = rows["_dependencies"].result()
        present = rows["_unmodelled"].result()
        version = server.submit(session.query, _VERSION).result()[0][0]
    kept = {address: one for address, one in found.items() if _is_users(one, address, aliases)}
    names = _Names({address: one.key for address, one in kept.items()}, aliases)
    needs, goes_with = _edges(dependencies, names)
    for one in kept.values():
        needs[one.key] |= _stated(one.facts.pop("needs", ()))
        goes_with[one.key] |= _stated(one.facts.pop("goes_with", ()))
    made = (
        _object(one, comments.get(address), access.get(address), needs, goes_with)
        for address, one in kept.items()
    )
    known = found.keys() | aliases.keys()
    unmodelled = (str(row[2]) for row in present if (int(row[0]), int(row[1]), 0) not in known)
    return Catalog(
        {one.key: one for one in made},
        unmodelled=tuple(sorted(unmodelled)),
        version=version,
    )


def _rows(session: Session, name: str) -> list[Row]:
    return session.query(sql(f"objects/{name}"))


def _address(row: Row) -> Address:
    return (int(row[0]), int(row[1]), int(row[2]))


def _found(type_: type[Object], row: Row) -> _Found:
    return _Found(type_, tuple(row[3]), str(row[4]), msgspec.json.decode(row[5]))


def _is_users(one: _Found, address: Address, aliases: Mapping[Address, Address]) -> bool:
    """Not Confiture's own, not of a session's temporary schema, and no member of an extension."""
    schema = one.path[0] if one.type.in_schema else ""
    return not (schema == _OURS or schema.startswith("pg_") or (*address[:2], 0) in aliases)


class _Names:
    """The keys of catalog rows, through whatever they stand for."""

    def __init__(self, keys: Mapping[Address, Key], aliases: Mapping[Address, Address]) -> None:
        self._keys = keys
        self._aliases = aliases

    def get(self, address: Address) -> Key | None:
        """None for what is not a user's; a column that is no object is its relation."""
        for _ in range(8):
            if address in self._keys:
                return self._keys[address]
            whole = (*address[:2], 0)
            address = self._aliases.get(address) or self._aliases.get(whole) or whole
        return None


def _edges(dependencies: Iterable[Row], names: _Names) -> tuple[Edges, Edges]:
    needs: Edges = defaultdict(set)
    goes_with: Edges = defaultdict(set)
    for row in dependencies:
        ours, theirs = names.get(_address(row)), names.get(_address(row[3:]))
        if ours is None or theirs is None or ours == theirs:
            continue
        needs[ours].add(theirs)
        if row[6] in _AUTOMATIC:
            goes_with[ours].add(theirs)
    return needs, goes_with


def _stated(keys: Iterable[tuple[str, list[str]]]) -> set[Key]:
    """Dependencies that a kind's query tells of, since pg_depend does not."""
    return {Key(kind, tuple(path)) for kind, path in keys}


def _object(
    one: _Found, comment: str | None, access: Row | None, needs: Edges, goes_with: Edges
) -> Object:
    """With its dependencies; pg_depend leaves out that a column needs its table."""
    made = msgspec.convert(
        {"path": one.path, "sql": one.sql, "comment": comment} | one.facts, one.type
    )
    whole = {made.made_with} if made.made_with else set()
    rest: dict[str, object] = {
        "needs": frozenset(needs[made.key] | whole),
        "goes_with": frozenset(goes_with[made.key] | whole),
    }
    if access is not None:
        owner, granted, revoked = access
        rest |= {"owner": owner, "access": Access(_grants(granted), _grants(revoked))}
    for name, value in rest.items():  # nobody has seen it yet, and `replace` is four times slower
        object.__setattr__(made, name, value)
    return made


def _grants(text: str) -> tuple[Grant, ...]:
    return tuple(Grant(*entry) for entry in msgspec.json.decode(text))
