"""Rows for any table: values by the types of its columns, as far as its constraints take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import class_row

from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.table import Relation
from confiture.ddl.objects.user_type import UserType
from confiture.model.names import literal

from .pairs import is_alterable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from confiture.ddl.objects import Catalog, Key

    from .pairs import Place

ROWS = 9
ROUNDS = 2
"""The second finds the rows that foreign keys lead to."""

_TYPES = """
select t.oid::int, t.typname::text as name, t.typtype::text as kind,
       t.typcategory::text as category,
       case t.typtype when 'd' then t.typbasetype when 'r' then r.rngsubtype
                      else t.typelem end::int as part,
       array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid
              order by e.enumsortorder) as labels,
       array(select a.atttypid::int from pg_attribute a
              where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
              order by a.attnum) as attributes
  from pg_type t left join pg_range r on r.rngtypid = t.oid
"""
_COLUMNS = """
select quote_ident(a.attname), a.atttypid::int
  from pg_attribute a
 where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
"""


@dataclass(frozen=True)
class Type:
    """`part` is the type of a domain, or of what an array or a range is made of."""

    oid: int
    name: str
    kind: str
    category: str
    part: int
    labels: list[str]
    attributes: list[int]


def fill(place: Place, catalog: Catalog) -> int:
    """Try some rows in each table; how many there are then."""
    tables = [one.sql for one in catalog.values() if isinstance(one, Relation)]
    with psycopg.connect(place.server.dsn(place.name), autocommit=True) as connection:
        cursor = connection.cursor(row_factory=class_row(Type))
        types = {one.oid: one for one in cursor.execute(_TYPES)}
        for number in range(ROUNDS * ROWS):
            for table in tables:
                _insert(connection, table, types, number % ROWS)
        counts = [
            connection.execute(f"select count(*) from only {table}".encode()) for table in tables
        ]
        return sum(row[0] for count in counts for row in count)


def _insert(
    connection: psycopg.Connection, table: str, types: Mapping[int, Type], number: int
) -> None:
    columns = connection.execute(_COLUMNS, [table]).fetchall()
    names = ", ".join(name for name, _ in columns)
    values = ", ".join(_literal(_text(types, oid, number)) for _, oid in columns)
    statement = f"insert into {table} ({names}) overriding system value values ({values})"
    try:
        connection.execute(statement.encode() if columns else f"insert into {table} default values")
    except psycopg.Error:
        return


def _literal(text: str | None) -> str:
    return "null" if text is None else literal(text)


def _text(types: Mapping[int, Type], oid: int, number: int) -> str | None:
    """A value as text; None for a type of which none is known."""
    type_ = types[oid]
    if type_.kind == "e":
        return type_.labels[number % len(type_.labels)]
    if type_.kind == "d":
        return _text(types, type_.part, number)
    if type_.kind == "c":
        return f"({','.join(_inner(types, one, number) for one in type_.attributes)})"
    if type_.kind == "r":
        return f"[{_inner(types, type_.part, number)},]"
    if type_.category == "A":
        return f"{{{_inner(types, type_.part, number)}}}"
    return _scalar(type_, number)


def _inner(types: Mapping[int, Type], oid: int, number: int) -> str:
    text = (_text(types, oid, number) or "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _scalar(type_: Type, number: int) -> str | None:
    by_name = {
        "uuid": f"00000000-0000-0000-0000-00000000000{number}",
        "jsonb": f'{{"a": {number}}}',
    }
    by_category = {
        "N": str(number + 1),
        "S": "abx"[number % 3],
        "D": f"2020-01-0{number + 1}",
        "B": "t",
    }
    return by_name.get(type_.name, by_category.get(type_.category))


def kept(place: Place, old: Catalog, new: Catalog) -> dict[str, tuple[Any, ...]]:
    """The number of rows of each table that both sides have, and a checksum of the values in the
    columns that both have with one type. What is computed is left out, and what is of a composite
    type that changes."""
    with psycopg.connect(place.server.dsn(place.name)) as connection:
        return {
            table: row
            for table, columns in _kept_columns(old, new)
            for row in connection.execute(_checksum(table, columns).encode())
        }


def _kept_columns(old: Catalog, new: Catalog) -> Iterator[tuple[str, list[str]]]:
    for key, table in old.items():
        if isinstance(table, Relation) and table.relkind == "r" and is_alterable(key, old, new):
            columns = [one for one in old.parts(key) if isinstance(one, TableColumn)]
            yield table.sql, sorted(one.sql for one in columns if _is_kept(one, old, new))


def _is_kept(column: TableColumn, old: Catalog, new: Catalog) -> bool:
    other = new.get(column.key)
    if not isinstance(other, TableColumn) or column.type != other.type:
        return False
    types = _composites(column.key, old)
    return not (column.generated or other.generated) and all(old[k] == new.get(k) for k in types)


def _composites(key: Key, catalog: Catalog) -> set[Key]:
    """The composite types that something is made of, directly or not."""
    needs = {need for need in catalog[key].needs if isinstance(catalog.get(need), UserType)}
    inner = {one for need in needs for one in _composites(need, catalog)}
    return inner | {need for need in needs if need.kind == "composite"}


def _checksum(table: str, columns: list[str]) -> str:
    row = f"row({', '.join(columns)})::text"
    return (
        f"select count(*), md5(string_agg(line, chr(10) order by line))"
        f" from (select {row} from only {table}) rows (line)"
    )
