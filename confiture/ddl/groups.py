"""A migration's script as the transactions that it runs in.

A script without BEGIN is one transaction, but for statements that refuse to run in one, which stand
alone and part it. One with `begin; … commit;` has a transaction for each such block, and may hold
between them nothing else than statements that stand alone. A comment `-- confiture: backfill` above
an UPDATE lets it run in parts, in a transaction each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from confiture.ddl.backfill import backfill
from confiture.ddl.classify import Kind, kind_of
from confiture.ddl.files import SqlFile
from confiture.ddl.scan import skip_blank, token_end
from confiture.ddl.script import CopyBlock, Statements, parse_script, place, split
from confiture.errors import Diagnostic, RecipeError
from confiture.text import Span

Mode: TypeAlias = Literal["transaction", "apart", "backfill"]
Piece: TypeAlias = "Statements | CopyBlock"

_DIRECTIVE = re.compile(r"^[ \t]*--[ \t]*confiture:[ \t]*backfill\b", re.MULTILINE | re.IGNORECASE)
_BEGIN = frozenset({"begin", "start"})
_COMMIT = frozenset({"commit", "end"})
_PLAIN = re.compile(
    r"(?:begin|commit|end)(?:\s+(?:work|transaction))?|start\s+transaction", re.IGNORECASE
)


@dataclass(frozen=True)
class Group:
    """Statements one by one, in one transaction, or the only one of its mode."""

    mode: Mode
    pieces: tuple[Piece, ...]


def groups(file: SqlFile) -> tuple[Group, ...]:
    """The transactions of a script, in order; none is empty.

    Raises RecipeError with all that is wrong: as `parse_script`, and blocks that do not close.
    """
    parts = parse_script(file.text, file.source, control=True)
    pieces = [piece for part in parts for piece in _pieces(part)]
    reader = _Reader(file)
    for piece in pieces:
        reader.take(piece)
    return reader.close()


def _pieces(part: Piece) -> Iterator[Piece]:
    if isinstance(part, CopyBlock):
        yield part
        return
    for one in split(part):
        if skip_blank(one.text, 0) < len(one.text):
            yield one


class _Reader:
    """The groups so far, and the one that is open; `block` is the BEGIN that opened it."""

    def __init__(self, file: SqlFile) -> None:
        self._file = file
        self._done: list[Group] = []
        self._open: list[Piece] = []
        self._block: Piece | None = None
        self._blocks = 0
        self._loose: list[Piece] = []
        self._faults: list[Diagnostic] = []

    def take(self, piece: Piece) -> None:
        word = _first_word(piece)
        if isinstance(piece, Statements) and kind_of(_bare(piece)) is Kind.TRANSACTION_CONTROL:
            self._control(piece, word)
        elif isinstance(piece, Statements) and _DIRECTIVE.search(_head(piece)):
            self._alone(piece, "backfill")
            try:
                backfill(piece.text)
            except RecipeError as error:
                first = error.diagnostics[0]
                self._fault(first.code, first.message, piece, first.hint)
        elif isinstance(piece, Statements) and not piece.transactional:
            self._alone(piece, "apart")
        else:
            self._open.append(piece)
            if self._block is None:
                self._loose.append(piece)

    def close(self) -> tuple[Group, ...]:
        if self._block is not None:
            self._fault("open-transaction", "this transaction has no COMMIT", self._block)
        if self._blocks and self._loose:
            self._fault(
                "loose-statement",
                "this statement stands outside of the transactions that the file opens",
                self._loose[0],
                "put it between begin and commit, or remove all of them: a file without them is"
                " one transaction",
            )
        self._end()
        if self._faults:
            raise RecipeError(*self._faults)
        return tuple(self._done)

    def _control(self, piece: Statements, word: str) -> None:
        said = _bare(piece).partition(";")[0].strip()
        begins = word in _BEGIN and self._block is None
        plain = _PLAIN.fullmatch(said) is not None
        ends = word in _COMMIT and self._block is not None and plain
        if begins:
            self._end()
            self._block = piece
            self._blocks += 1
        elif ends:
            self._end()
            self._block = None
        if not (begins or ends) or not plain:
            self._fault(
                "transaction-control",
                f"{' '.join(said.split()).upper()} has no place here",
                piece,
                "a migration may open transactions by begin and end them by commit, no more",
            )

    def _alone(self, piece: Statements, mode: Mode) -> None:
        if self._block is not None:
            self._fault(
                "outside-transaction",
                "this statement runs outside of transactions",
                piece,
                "put it after the commit",
            )
        self._end()
        self._done.append(Group(mode, (piece,)))

    def _end(self) -> None:
        if self._open:
            self._done.append(Group("transaction", tuple(self._open)))
            self._open = []

    def _fault(self, code: str, message: str, piece: Piece, hint: str | None = None) -> None:
        span = place(self._file.source, piece, 1)
        self._faults.append(Diagnostic(code, message, span=span, hint=hint))


def _bare(piece: Statements) -> str:
    return piece.text[skip_blank(piece.text, 0) :]


def _head(piece: Statements) -> str:
    """Blanks and comments before the statement."""
    return piece.text[: skip_blank(piece.text, 0)]


def _first_word(piece: Piece) -> str:
    start = skip_blank(piece.text, 0)
    return piece.text[start : token_end(piece.text, start)].lower()


def statement_span(file: SqlFile, piece: Piece) -> Span:
    """The first word of a statement in its file."""
    return place(file.source, piece, 1)
