"""What a server's error becomes: its message and names, never the row values in its DETAIL."""

from __future__ import annotations

import re

import psycopg

from confiture import _kernel
from confiture.errors import DatabaseError, Diagnostic

# Messages of class 22 (data exception) quote the offending value. Where it stands in the statement
# itself, the error has a position; where it comes from a row, it has none.
_QUOTES_VALUES = "22"
_COPY_PLACE = re.compile(
    r"COPY (?P<table>[^,]+), line (?P<line>\d+)(?:, column (?P<column>[^:]+))?"
)
_RESUME = "when the server is there again, go on with: confiture resume"

HINTS = {
    "28P01": "check the environment's user and password",
    "28000": "check the environment's user, and pg_hba.conf of the server",
    "3D000": "build it first: confiture build --env ENVIRONMENT",
    "42501": "grant the privilege to the environment's user, or use another user",
    "53300": "lower max_connections of the environment",
    "55P03": "another session holds the lock; try again, or raise lock_timeout",
    "57014": "raise statement_timeout of the environment, or use `within` on the step",
    "57P01": _RESUME,
    "57P02": _RESUME,
    "57P03": _RESUME,
    "08006": _RESUME,
}
_DUPLICATE_OBJECT = "42710"
_ROLES = "roles belong to the server, not to a database: make them where they are missing only"


def from_psycopg(error: psycopg.Error, *, where: str) -> DatabaseError:
    """`where` names the environment."""
    diagnostic = error.diag
    message = diagnostic.message_primary
    if message is None:  # libpq's own: no connection, or a lost one
        return _no_answer(" ".join(str(error).split()), where)
    sqlstate = diagnostic.sqlstate or "XX000"
    if sqlstate.startswith(_QUOTES_VALUES) and diagnostic.statement_position is None:
        message = condition_name(sqlstate)
    return _failure(
        where,
        sqlstate,
        message + _copy_place(diagnostic.context),
        hint=diagnostic.message_hint,
        names=(
            diagnostic.schema_name,
            diagnostic.table_name,
            diagnostic.column_name,
            diagnostic.constraint_name,
        ),
        position=_number(diagnostic.statement_position),
    )


def from_kernel(error: _kernel.DatabaseError, *, where: str) -> DatabaseError:
    return _failure(
        f"{where} ({error.side})" if error.side != "connection" else where,
        error.sqlstate or "08006",
        error.message,
        hint=None,
        names=(error.schema, error.table, error.column, error.constraint),
        position=error.position,
    )


def _failure(
    where: str,
    sqlstate: str,
    message: str,
    *,
    hint: str | None,
    names: tuple[str | None, ...],
    position: int | None,
) -> DatabaseError:
    schema, table, column, constraint = names
    place = ".".join(part for part in (schema, table, column) if part)
    if place and place not in message:
        message += f" (in {place}{f', constraint {constraint}' if constraint else ''})"
    if sqlstate == _DUPLICATE_OBJECT and message.startswith("role "):
        hint = _ROLES
    text = f"{where}: {printable(message)} [{sqlstate}]"
    return DatabaseError(
        Diagnostic("database-error", text, hint=HINTS.get(sqlstate) or hint),
        sqlstate=sqlstate,
        position=position,
    )


def condition_name(sqlstate: str) -> str:
    """`invalid text representation` for 22P02, as PostgreSQL's appendix A names it."""
    try:
        name = psycopg.errors.lookup(sqlstate).__name__
    except KeyError:
        return "data exception"
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def printable(text: str) -> str:
    """Text from a server with control characters escaped, so that it cannot drive a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _copy_place(context: str | None) -> str:
    """Where in the rows of a COPY, without the value that the server quotes after it."""
    found = _COPY_PLACE.match(context or "")
    if found is None:
        return ""
    column = f", column {found['column']}" if found["column"] else ""
    return f" (row {found['line']} of the data for {found['table']}{column})"


def _no_answer(text: str, where: str) -> DatabaseError:
    """What libpq itself says: it did not reach the server, or has lost it."""
    lost = "closed" in text or "lost" in text or "terminat" in text
    code, hint = ("connection-lost", _RESUME) if lost else ("no-connection", _connect_hint(text))
    return DatabaseError(Diagnostic(code, f"{where}: {printable(text)}", hint=hint))


def _connect_hint(text: str) -> str | None:
    if "certificate" in text or "SSL" in text:
        return 'servers are verified by default; say sslmode = "…" in the environment to change it'
    return None
