"""An SQL file as parsed statements, each with its place, its comments and its transaction.

A file is one transaction; a statement that cannot run in one stands alone, as does a backfill
(see `ddl.groups`); the statements between `begin` and `commit` are a transaction of their own. What
`ddl.groups` refuses to run is read here, for rules to tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import postgast
from postgast import pg_query_pb2 as pg

from confiture.ddl.classify import Kind, kind_of
from confiture.ddl.scan import end_of_statement, skip_blank
from confiture.ddl.script import CopyBlock, Statements, parse_script, split
from confiture.text import Source, Span

BEGINS = {pg.TRANS_STMT_BEGIN, pg.TRANS_STMT_START}
_ENDS = {pg.TRANS_STMT_COMMIT, pg.TRANS_STMT_ROLLBACK}
_COMMENTS = {pg.SQL_COMMENT, pg.C_COMMENT}
_BACKFILL = re.compile(r"^[ \t]*--[ \t]*confiture:[ \t]*backfill\b", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A token of a statement; offsets are those of the file."""

    kind: int
    start: int
    end: int


@dataclass(frozen=True)
class Statement:
    """One statement of a file, from the end of the one before it (`begin`) to its own (`end`).

    `start` is its first word. `node` is libpg_query's tree, None where it is newer than that
    parser, or wrong. `transaction` numbers the transaction that it runs in, None where it stands
    alone. `data` are the rows of a COPY.
    """

    source: Source
    begin: int
    start: int
    end: int
    node: Any = field(compare=False)
    transaction: int | None = 0
    explicit: bool = False
    data: str | None = None

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def kind(self) -> str:
        """The name of the tree's root, `index_stmt`; empty where there is none."""
        return str(self.node.WhichOneof("node")) if self.node is not None else ""

    @property
    def tree(self) -> Any:
        """The tree below its root."""
        return getattr(self.node, self.kind)

    @property
    def is_control(self) -> bool:
        """Whether it begins or ends a transaction."""
        return self.kind == "transaction_stmt" and self.tree.kind in BEGINS | _ENDS

    @property
    def span(self) -> Span:
        """Its first words: up to the end of the line, without what ends it."""
        line = self.text.split("\n", 1)[0].rstrip().rstrip(";")
        return Span(self.source, self.start, self.start + max(len(line), 1))

    @cached_property
    def _offsets(self) -> list[int] | None:
        """The place in the text of each of its bytes; None where they are the same."""
        if self.text.isascii():
            return None
        places = [at for at, char in enumerate(self.text) for _ in char.encode()]
        return [*places, len(self.text)]

    def offset(self, location: int) -> int:
        """The place in the file of a location that libpg_query gives, in bytes of the text."""
        return self.start + (self._offsets[location] if self._offsets else location)

    def at(self, location: int) -> Span:
        """The line of a location from there on, or the statement's first words for none."""
        if location <= 0:
            return self.span
        start = self.offset(location)
        line = self.source.text[start : self.end].split("\n", 1)[0].split("--", 1)[0]
        length = len(line.rstrip().rstrip(";,"))
        return Span(self.source, start, start + max(length, 1))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its tokens, comments left out."""
        return tuple(word for word in self._tokens if word.kind not in _COMMENTS)

    @cached_property
    def _tokens(self) -> tuple[Word, ...]:
        try:
            found = postgast.scan(self.text).tokens
        except postgast.PgQueryError:
            return ()
        return tuple(Word(t.token, self.offset(t.start), self.offset(t.end)) for t in found)

    @cached_property
    def comments(self) -> tuple[Span, ...]:
        """The comments before and in it."""
        before = self.source.text[self.begin : self.start]
        spans = [
            Span(self.source, self.begin + start, self.begin + end)
            for start, end in _comments_of(before)
        ]
        inside = [word for word in self._tokens if word.kind in _COMMENTS]
        return (*spans, *(Span(self.source, word.start, word.end) for word in inside))


@dataclass(frozen=True)
class Script:
    """The statements of a file, in order."""

    source: Source
    statements: tuple[Statement, ...]

    def at(self, offset: int) -> Statement | None:
        """The statement around a place, with what stands before it; the last one for the end."""
        for one in self.statements:
            if offset < one.end:
                return one
        return self.statements[-1] if self.statements else None

    @property
    def comments(self) -> Iterator[Span]:
        for one in self.statements:
            yield from one.comments
        rest = self.statements[-1].end if self.statements else 0
        for start, end in _comments_of(self.source.text[rest:]):
            yield Span(self.source, rest + start, rest + end)


def parse(source: Source) -> Script:
    """Raises RecipeError for what no script may hold: psql's own commands, quotes without an
    end."""
    parts = parse_script(source.text, source, control=True)
    pieces = (piece for part in parts for piece in _pieces(part))
    found = (_statement(source, piece) for piece in pieces)
    return Script(source, _in_transactions([one for one in found if one is not None]))


def _pieces(part: Statements | CopyBlock) -> tuple[Statements | CopyBlock, ...]:
    return split(part) if isinstance(part, Statements) else (part,)


def _statement(source: Source, piece: Statements | CopyBlock) -> Statement | None:
    """None for a piece that is blank."""
    start, limit = skip_blank(source.text, piece.offset), piece.offset + len(piece.text)
    if start >= limit:
        return None
    end = end_of_statement(source.text, start).end
    data = piece.data if isinstance(piece, CopyBlock) else None
    return Statement(source, piece.offset, start, end, _tree(source.text[start:end]), data=data)


def _tree(text: str) -> Any:
    try:
        parsed = postgast.parse(text).stmts
    except postgast.PgQueryError:
        return None
    return parsed[0].stmt if len(parsed) == 1 else None


def _in_transactions(statements: list[Statement]) -> tuple[Statement, ...]:
    """The statements with the numbers of their transactions."""
    number, explicit = 0, False
    made: list[Statement] = []
    for one in statements:
        if one.is_control:
            explicit = one.tree.kind in BEGINS
            number += explicit
            made.append(replace(one, transaction=number, explicit=True))
            number += not explicit
        elif not explicit and _stands_alone(one):
            number += 1
            made.append(replace(one, transaction=None))
        else:
            made.append(replace(one, transaction=number, explicit=explicit))
    return tuple(made)


def _stands_alone(one: Statement) -> bool:
    head = one.source.text[one.begin : one.start]
    return kind_of(one.text) is Kind.OUTSIDE_TRANSACTION or _BACKFILL.search(head) is not None


def _comments_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a text lie that holds nothing else but blanks."""
    position = 0
    while position < len(text):
        if text.startswith("--", position):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            yield position, end
            position = end
        elif text.startswith("/*", position):
            end = skip_blank(text[position:] + "x", 0) + position
            yield position, min(end, len(text))
            position = end
        else:
            position += 1
