"""A name is longer than 63 bytes, and PostgreSQL cuts it off.

The server says so in a notice and goes on
(https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS). Two names
with the same beginning are then the same name, and a tool that looks for the whole one finds
nothing.

Instead: a shorter name. In a database, where the rest of the name is lost, a name of exactly 63
bytes is taken for one that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.migration import Migration
from confiture.lint.schema import Schema
from confiture.lint.script import Statement
from confiture.text import Span

_MOST = 63
_IDENTIFIER = pg.IDENT
_KINDS = frozenset({"table", "view", "materialized-view", "index", "sequence"})


def in_migration(migration: Migration) -> Iterator[Found]:
    for step in migration.steps:
        yield from _too_long(step.statement)


@schema_rule("identifier-too-long", Severity.WARNING, on_migration=in_migration)
def check(schema: Schema) -> Iterator[Found]:
    for script in schema.scripts:
        for statement in script.statements:
            yield from _too_long(statement)
    for key in sorted(schema.catalog) if schema.usage else ():
        if key.kind in _KINDS and len(key.path[1].encode()) == _MOST:
            message = f"{key} is as long as a name can be, and was probably cut off"
            yield Found(message, "rename it", key)


def _too_long(statement: Statement) -> Iterator[Found]:
    """The names of a statement that are cut off."""
    for word in statement.words:
        span = Span(statement.source, word.start, word.end)
        name = _name(span.text) if word.kind == _IDENTIFIER else ""
        if len(name.encode()) > _MOST:
            kept = name.encode()[:_MOST].decode(errors="ignore")
            message = f"the name is {len(name.encode())} bytes long, and becomes {kept}"
            yield Found(message, f"use at most {_MOST} bytes", span=span)


def _name(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text
