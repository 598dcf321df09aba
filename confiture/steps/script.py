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

# Every file starts from the same settings, whatever the one before it has set. Names without
# a schema mean `public`, as they do for psql.
FRESH = "reset all; " + pin_statement({**PINNED, "search_path": "public"})


def run_files(session: Control, files: Iterable[SqlFile]) -> None:
    """Run files on a session in autocommit, in as few transactions as their statements allow.

    Raises RecipeError with the faults of all files before the first statement runs;
    DatabaseError with the place in the file of the statement that the server refuses.
    """
    parts = [(file, part) for file, parts in parse_scripts(files) for part in parts]
    for transactional, group in groupby(parts, key=lambda pair: _is_transactional(pair[1])):
        if transactional:
            with session.transaction():
                _run_parts(session, group)
        else:
            _run_parts(session, group)


def run_file(session: Control, file: SqlFile, *, timeout: int = 0) -> None:
    """Run one file in the session's transaction; `timeout` in ms bounds each statement."""
    session.script(f"{FRESH}; set statement_timeout = {timeout}")
    for part in parse_script(file.text, file.source):
        _run_part(session, file.source, part)


def _run_parts(session: Control, parts: Iterable[tuple[SqlFile, Part]]) -> None:
    for file, of_file in groupby(parts, key=lambda pair: pair[0]):
        session.script(FRESH)
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
        if error.position is not None or len(statements) == 1:
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


def _is_transactional(part: Part) -> bool:
    return not isinstance(part, Statements) or part.transactional
