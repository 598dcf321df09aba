"""Two databases, a recipe between them, and how their contents are compared."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from confiture import api
from confiture.model.names import quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from confiture.pg import embedded
    from confiture.plans.plan import Plan

KEY = "5e" * 32
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Place:
    """One database of a running server."""

    server: embedded.Server
    name: str

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.dsn(self.name), autocommit=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(sql.encode()).fetchall()

    def one(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def run(self, sql: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.encode())

    def load(self, *files: Path) -> None:
        """Run scripts of psql, which know COPY … FROM stdin."""
        for file in files:
            self._program("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(file))

    def schema(self) -> list[str]:
        """What pg_dump says of everything but rows and Confiture's journal."""
        text = self._program("pg_dump", "--schema-only", "--exclude-schema=confiture")
        return [line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unr"))]

    def _program(self, name: str, *arguments: str) -> str:
        conninfo = self.server.conninfo(self.name)
        flags = [f"--{word}={conninfo[key]}" for word, key in _PSQL_FLAGS.items()]
        program = self.server.binaries.path(name)
        done = subprocess.run(
            [program, *flags, *arguments], check=True, capture_output=True, text=True
        )
        return done.stdout


_PSQL_FLAGS = {"host": "host", "port": "port", "username": "user", "dbname": "dbname"}


@dataclass(frozen=True)
class Pair:
    """A source and a target, with a project to sync between them."""

    source: Place
    target: Place
    root: Path

    def text(self, clauses: str, *, before: str = "", protected: bool = False) -> str:
        """A recipe with one sync; `clauses` stand inside of it, `before` above it."""
        extra = "  protected = true\n" if protected else ""
        lines = "".join(f"    {line.strip()}\n" for line in clauses.strip().splitlines())
        return (
            f"environment production {{ {_settings(self.source)} }}\n"
            f"environment local {{ {_settings(self.target)}{extra} }}\n"
            'secret masking_key = file("masking.key")\n'
            f"{before}\n"
            f"recipe copy {{\n  sync production into local {{\n{lines}  }}\n}}\n"
        )

    def plan(self, clauses: str, *, before: str = "", accept: Iterable[str] = ()) -> Plan:
        (self.root / "masking.key").write_text(KEY, encoding="utf-8")
        text = self.text(clauses, before=before)
        return api.plan(api.loads(text, name="copy.conf", root=self.root), accept=accept)

    def apply(self, plan: Plan) -> None:
        for _ in api.apply(plan, root=self.root):
            pass

    def sync(self, clauses: str, *, before: str = "", accept: Iterable[str] = ()) -> Plan:
        plan = self.plan(clauses, before=before, accept=accept)
        self.apply(plan)
        return plan


def _settings(place: Place) -> str:
    conninfo = place.server.conninfo(place.name)
    return (
        f'\n  host = "{conninfo["host"]}"\n  port = {conninfo["port"]}\n'
        f'  user = "{conninfo["user"]}"\n  database = "{place.name}"\n'
    )


# ------------------------------------------------------------------ what is in a database

_TABLES = """
select format('%I.%I', n.nspname, c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^pg_'
   and n.nspname not in ('information_schema', 'confiture')
   and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'
                      and d.classid = 'pg_class'::regclass)
 order by 1
"""

_COLUMNS = """
select attname from pg_attribute
 where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
 order by attname
"""

_FOREIGN_KEYS = """
select k.conrelid::regclass::text, k.confrelid::regclass::text, k.conname,
       array(select a.attname::text from unnest(k.conkey) with ordinality u (num, n)
               join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.n),
       array(select a.attname::text from unnest(k.confkey) with ordinality u (num, n)
               join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.n)
  from pg_constraint k
  join pg_namespace n on n.oid = k.connamespace
 where k.contype = 'f' and k.conparentid = 0 and n.nspname <> 'confiture'
 order by 1, 3
"""


def tables(place: Place) -> list[str]:
    """The permanent tables and leaf partitions, as SQL spells them."""
    return [name for (name,) in place.rows(_TABLES)]


def columns(place: Place, table: str) -> list[str]:
    """The columns of a table that are not computed, by name."""
    literal = table.replace("'", "''")
    return [name for (name,) in place.rows(_COLUMNS.replace("$1", f"'{literal}'"))]


def contents(place: Place, table: str, names: Sequence[str]) -> list[tuple[str | None, ...]]:
    """The rows of one table as text, in an order that only their texts decide."""
    listed = ", ".join(f"{quote(name)}::text" for name in names) or "null"
    found: list[tuple[str | None, ...]] = place.rows(f"select {listed} from only {table}")
    return sorted(found, key=lambda row: tuple((value is None, value or "") for value in row))


def by_key(place: Place, table: str, key: str, column: str) -> dict[str | None, str | None]:
    """The texts of one column by those of another, which is unique."""
    return {row[0]: row[1] for row in contents(place, table, [key, column])}


def differing_tables(pair: Pair, masked: Collection[tuple[str, str]] = ()) -> list[str]:
    """The tables whose rows are not equal as text in the columns that are not masked."""
    found = []
    for table in tables(pair.source):
        names = [c for c in columns(pair.source, table) if (table, c) not in masked]
        if contents(pair.source, table, names) != contents(pair.target, table, names):
            found.append(table)
    return found


def orphans(place: Place) -> dict[str, int]:
    """For each foreign key, also of leaf partitions, how many rows break it (if any do)."""
    found = {}
    for table, referenced, name, own, other in place.rows(_FOREIGN_KEYS):
        joined = " and ".join(
            f"p.{quote(b)} = c.{quote(a)}" for a, b in zip(own, other, strict=True)
        )
        filled = " and ".join(f"c.{quote(a)} is not null" for a in own)
        count = place.one(
            f"select count(*) from {table} c where {filled}"
            f" and not exists (select from {referenced} p where {joined})"
        )
        if count:
            found[f"{table}.{name}"] = int(count)
    return found
