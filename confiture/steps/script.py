"""Run SQL files on a session, with errors at their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
# and policies hide rows, as they do for psql; values are written as everywhere in Confiture.
_RESET = "reset session authorization; reset role; reset all; " + pin_statement(
    {**PINNED, "search_path": "public", "row_security": "on"}
)
_LIMITS = (
    "client_connection_check_interval", "idle_session_timeout", "lock_timeout",
    "statement_timeout", "transaction_timeout",
)  # fmt: skip

_BATCH = 1 << 20
"""Characters of SQL that are sent at once."""


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
    first = fresh(session)
    pieces = [
        _Piece(file.source, part, lead=first if part is parts[0] else "")
        for file, parts in parse_scripts(files)
        for part in parts
    ]
    for transactional, group in groupby(pieces, key=lambda piece: _is_transactional(piece.part)):
        if transactional:
            with session.transaction():
                for batch in _batches(group):
                    _run_batch(session, batch)
        else:
            for piece in group:
                _run_piece(session, piece)
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


@dataclass(frozen=True)
class _Piece:
    """A part of a file, and the SQL that comes before it."""

    source: Source
    part: Part
    lead: str

    @property
    def text(self) -> str:
        return f"{self.lead};{self.part.text}\n;"

    @property
    def start(self) -> int:
        """Where in `text` the part begins."""
        return len(self.lead) + 1


def _batches(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Neighbours that the server takes as one message, which spares their turns on the wire."""
    batch: list[_Piece] = []
    size = 0
    for piece in pieces:
        alone = isinstance(piece.part, CopyBlock)
        if batch and (alone or size + len(piece.part.text) > _BATCH):
            yield batch
            batch, size = [], 0
        if alone:
            yield [piece]
        else:
            batch.append(piece)
            size += len(piece.part.text)
    if batch:
        yield batch


def _run_batch(session: Control, batch: list[_Piece]) -> None:
    """As one message; one by one where that fails and the server does not say where."""
    if len(batch) > 1:
        try:
            with session.transaction():
                session.script("".join(piece.text for piece in batch))
        except DatabaseError as error:
            if _ended(error):
                raise
            if error.position is not None:
                raise _placed_in(batch, error, error.position) from error
        else:
            return
    for piece in batch:
        _run_piece(session, piece)


def _run_piece(session: Control, piece: _Piece) -> None:
    if piece.lead:
        session.script(piece.lead)
    _run_part(session, piece.source, piece.part)


def _placed_in(batch: Iterable[_Piece], error: DatabaseError, position: int) -> DatabaseError:
    """The error at its place in the file of the piece that a position in the message is in."""
    for piece in batch:
        if position <= len(piece.text):
            break
        position -= len(piece.text)
    return _placed(error, piece.source, piece.part, max(position - piece.start, 1))


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


def _placed(
    error: DatabaseError, source: Source, part: Part, position: int | None = None
) -> DatabaseError:
    """The error with its place in the file; `position` counts characters of the part from 1."""
    span = place(source, part, position or error.position or 1)
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
