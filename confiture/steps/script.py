"""Run SQL files on a session, with errors at their place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from confiture.ddl.files import SqlFile
from confiture.ddl.script import (
    CopyBlock,
    Part,
    Statements,
    parse_script,
    parse_scripts,
    place,
    split,
)
from confiture.errors import DatabaseError, Diagnostic
from confiture.model.settings import PINNED, pin_statement
from confiture.steps.abc import Control
from confiture.text import Source

# What a file may have set is set back before the next one: names without a schema mean `public`,
# as they do for psql, and values are written as everywhere in Confiture.
_RESET = "reset session authorization; reset role; reset all; " + pin_statement(
    {**PINNED, "search_path": "public"}
)
_LIMITS = (
    "client_connection_check_interval", "idle_session_timeout", "lock_timeout",
    "statement_timeout", "transaction_timeout",
)  # fmt: skip


def fresh(session: Control) -> str:
    """Statements to begin each file with, so that all start from the same settings.

    They keep the limits that the session has when this is called, which is before any file.
    """
    limits = session.query(
        "select name, current_setting(name) from pg_settings where name = any ($1)", [list(_LIMITS)]
    )
    return f"{_RESET}; {pin_statement(dict(limits))}"


def run_files(session: Control, files: Iterable[SqlFile]) -> None:
    """Run files on a session in autocommit, in as few transactions as their statements allow.

    Raises RecipeError with the faults of all files before the first statement runs;
    DatabaseError with the place in the file of the statement that the server refuses.
    """
    parts = [(file, part) for file, parts in parse_scripts(files) for part in parts]
    first = fresh(session)
    for transactional, group in groupby(parts, key=lambda pair: _is_transactional(pair[1])):
        if transactional:
            with session.transaction():
                _run_parts(session, group, first)
        else:
            _run_parts(session, group, first)
    session.script(first)


def run_file(session: Control, file: SqlFile, *, timeout: int = 0) -> None:
    """Run one file in the session's transaction, and leave no setting or role of it behind.

    `timeout` in ms, where given, bounds each statement.
    """
    first = fresh(session)
    session.script(first + (f"; set statement_timeout = {timeout}" if timeout else ""))
    for part in parse_script(file.text, file.source):
        _run_part(session, file.source, part)
    session.script(first)


def _run_parts(session: Control, parts: Iterable[tuple[SqlFile, Part]], first: str) -> None:
    for file, of_file in groupby(parts, key=lambda pair: pair[0]):
        session.script(first)
        for _, part in of_file:
            _run_part(session, file.source, part)


def _run_part(session: Control, source: Source, part: Part) -> None:
    if isinstance(part, CopyBlock):
        try:
            session.copy_in(part.text, part.data)
        except DatabaseError as error:
            raise _placed(error, source, part) from error
        return
    statements = split(part)
    try:
        if len(statements) == 1 or not part.transactional:
            session.script(part.text)
        else:
            with session.transaction():
                session.script(part.text)
        return
    except DatabaseError as error:
        if error.position is not None or len(statements) == 1 or _ended(error):
            raise _placed(error, source, part) from error
    _run_one_by_one(session, source, statements)


def _run_one_by_one(session: Control, source: Source, statements: Iterable[Statements]) -> None:
    """Again, after an error without a place, to find the statement that it belongs to."""
    for statement in statements:
        try:
            session.script(statement.text)
        except DatabaseError as error:
            raise _placed(error, source, statement) from error


def _placed(error: DatabaseError, source: Source, part: Part) -> DatabaseError:
    span = place(source, part, error.position or 1)
    return DatabaseError(
        *(Diagnostic(d.code, d.message, span=span, hint=d.hint) for d in error.diagnostics),
        sqlstate=error.sqlstate,
        position=error.position,
    )


def _ended(error: DatabaseError) -> bool:
    """Whether the session was cancelled or lost: then no statement is at fault."""
    return error.sqlstate is None or error.sqlstate[:2] in ("08", "57")


def _is_transactional(part: Part) -> bool:
    return not isinstance(part, Statements) or part.transactional
