"""A file of SQL as the parts that go to a server one after the other.

The server runs most files whole, in one transaction. What must be cut out: the data of
`COPY … FROM stdin` as pg_dump writes it, and statements that refuse to run in a transaction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from confiture.ddl.classify import Kind, kind_of
from confiture.ddl.scan import Ending, end_of_statement, skip_blank, token_end
from confiture.errors import Diagnostic, RecipeError
from confiture.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from confiture.ddl.files import SqlFile

_REST_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_END_OF_DATA = re.compile(r"^\\\.\r?(?:\n|\Z)", re.MULTILINE)
_META_COMMAND = re.compile(r"\\[^\s;]*")
_RESTRICTING = re.compile(r"\\(?:un)?restrict[ \t]+[A-Za-z0-9]+[ \t]*(?:\r?\n|\Z)")
"""Lines around what pg_dump writes, which keep psql from its other commands; nothing to do here."""
_REMEDIES = {
    r"\i": "name the file in the recipe, or put it into the directory: order is by name",
    r"\ir": "name the file in the recipe, or put it into the directory: order is by name",
    r"\c": "remove it: the recipe's environment says which database",
    r"\connect": "remove it: the recipe's environment says which database",
    r"\.": "it ends the data of a COPY … FROM stdin, and none precedes it",
}


@dataclass(frozen=True)
class Statements:
    """SQL to send as it is: any number of statements, or one that is not `transactional`.

    `offset` is the place of `text` in the file. Blanks and comments are part of it.
    """

    text: str
    offset: int
    transactional: bool = True

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


@dataclass(frozen=True)
class CopyBlock:
    """`COPY … FROM stdin;` and its rows, line ends included, without the `\\.` that ends them.

    `text` is the statement, at `offset` in the file; the whole block, and blanks after it where
    it is the last, ends at `end`.
    """

    text: str
    offset: int
    data: str
    data_offset: int
    end: int


Part: TypeAlias = "Statements | CopyBlock"


def parse_script(text: str, source: Source, *, control: bool = False) -> tuple[Part, ...]:
    """The parts of a file, which together cover its text but for \\restrict and \\unrestrict;
    `source` is where the text is from.

    Raises RecipeError with all that is wrong in it: psql's own commands, transaction control (but
    where the caller says that it takes `control`), quotes, comments or COPY data without an end.
    """
    script = _Script(text, source, control=control)
    position = 0
    while position < len(text):
        position = script.read(position)
    if script.faults:
        raise RecipeError(*script.faults)
    return script.joined()


def parse_scripts(files: Iterable[SqlFile]) -> tuple[tuple[SqlFile, tuple[Part, ...]], ...]:
    """The parts of each file; raises RecipeError with the faults of all of them."""
    parsed: list[tuple[SqlFile, tuple[Part, ...]]] = []
    faults: list[Diagnostic] = []
    for file in files:
        try:
            parsed.append((file, parse_script(file.text, file.source)))
        except RecipeError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise RecipeError(*faults)
    return tuple(parsed)


def dump(files: Iterable[SqlFile]) -> str:
    """All SQL files as one script, for `psql -1`, each after a comment with its name.

    Raises RecipeError where a file cannot be read, or holds what no transaction may hold.
    """
    texts: list[str] = []
    faults: list[Diagnostic] = []
    for file, parts in parse_scripts(file for file in files if not file.is_csv):
        faults.extend(_outside(file.source, part) for part in parts if not _is_transactional(part))
        texts.append(f"-- file: {file.name}\n{_terminated(file.text, parts)}")
    if faults:
        raise RecipeError(*faults)
    return "\n".join(texts)


def syntax_error(source: Source) -> Diagnostic | None:
    """What libpg_query says against a file, or None. It explains; the server decides."""
    from confiture.ddl import parser  # noqa: PLC0415 - see there

    try:
        parts = parse_script(source.text, source)
    except RecipeError as error:
        return error.diagnostics[0]
    for part in parts:
        found = parser.syntax_error(part.text)
        if found is not None:
            message, position = found
            return Diagnostic("sql-syntax", message, span=place(source, part, position))
    return None


def split(part: Statements) -> tuple[Statements, ...]:
    """A part's statements one by one, to find which of them failed. They cover its text."""
    ends = []
    position = 0
    while position < len(part.text):
        position = end_of_statement(part.text, position).end
        ends.append(position)
    if len(ends) > 1 and skip_blank(part.text, ends[-2]) == len(part.text):
        del ends[-2]  # a blank tail belongs to the last statement
    starts = [0, *ends]
    return tuple(
        replace(part, text=part.text[start:end], offset=part.offset + start)
        for start, end in zip(starts, ends, strict=False)
    )


def place(source: Source, part: Part, position: int) -> Span:
    """Where in the file a server's error position lies: characters from 1 in the text sent.

    Position 1, which also stands for an unknown one, is that of the first word.
    """
    start = min(part.offset + max(position - 1, 0), len(source.text))
    if position <= 1:
        start = skip_blank(source.text, start)
    return Span(source, start, token_end(source.text, start))


class _Script:
    """The parts and faults found so far."""

    def __init__(self, text: str, source: Source, *, control: bool) -> None:
        self.text = text
        self.control = control
        self.source = source
        self.parts: list[Part] = []
        self.faults: list[Diagnostic] = []

    def read(self, start: int) -> int:
        """Take one statement, with its data if it is a COPY; returns where the next begins."""
        text = self.text
        boundary = end_of_statement(text, start)
        if boundary.ending is Ending.BACKSLASH:
            return self._restricting(start, boundary.end) or self._meta_command(boundary.end)
        if boundary.ending in (Ending.OPEN_COMMENT, Ending.OPEN_QUOTE):
            self._open_end(boundary.end, boundary.ending)
            return len(text)
        statement = text[start : boundary.end]
        first = skip_blank(text, start)
        kind = kind_of(text[first : boundary.end])
        if kind is Kind.COPY_FROM_STDIN and boundary.ending is Ending.SEMICOLON:
            return self._copy(start, boundary.end)
        if kind is Kind.TRANSACTION_CONTROL and not self.control:
            self._transaction_control(first)
        self.parts.append(Statements(statement, start, kind is not Kind.OUTSIDE_TRANSACTION))
        return boundary.end

    def joined(self) -> tuple[Part, ...]:
        """The parts, neighbours of one sort made one, and a blank tail given to the last."""
        joined: list[Part] = []
        for part in self.parts:
            last = joined[-1] if joined and joined[-1].end == part.offset else None
            blank = skip_blank(self.text, part.offset) >= part.end
            if isinstance(part, Statements) and isinstance(last, Statements):
                if blank or (part.transactional and last.transactional):
                    joined[-1] = replace(last, text=last.text + part.text)
                    continue
            elif blank and isinstance(last, CopyBlock):
                joined[-1] = replace(last, end=part.end)
                continue
            joined.append(part)
        return tuple(joined)

    def _copy(self, start: int, after: int) -> int:
        text = self.text
        line = _REST_OF_LINE.match(text, after)
        if line is None:
            message = "the data of COPY … FROM stdin begin on the line after it"
            hint = "put what follows the semicolon on a line of its own, after the data"
            return self._fault("copy-data", message, after, hint, text.find("\n", after))
        end = _END_OF_DATA.search(text, line.end())
        if end is None:
            message = r"the data of COPY … FROM stdin have no end"
            hint = r"end them with a line that holds only \."
            return self._fault("copy-data", message, skip_blank(text, start), hint, -1)
        data = text[line.end() : end.start()]
        self.parts.append(CopyBlock(text[start:after], start, data, line.end(), end.end()))
        return end.end()

    def _restricting(self, start: int, backslash: int) -> int:
        """The end of a line that pg_dump wrote for psql, which is of no part; else 0."""
        found = _RESTRICTING.match(self.text, backslash)
        alone = skip_blank(self.text, start) == backslash
        if found is None or not alone or self.text[backslash - 1 : backslash] not in ("", "\n"):
            return 0
        if start < backslash:
            self.parts.append(Statements(self.text[start:backslash], start))
        return found.end()

    def _meta_command(self, start: int) -> int:
        text = self.text
        found = _META_COMMAND.match(text, start)
        command = found[0] if found else "\\"
        hint = _REMEDIES.get(command, "remove it: Confiture is not psql, and runs SQL only")
        line_end = text.find("\n", start)
        return self._fault("psql-command", f"{command} is a command of psql", start, hint, line_end)

    def _open_end(self, start: int, ending: Ending) -> None:
        what = "comment" if ending is Ending.OPEN_COMMENT else "quote"
        self._fault(f"open-{what}", f"this {what} has no end", start, None, -1)

    def _transaction_control(self, start: int) -> None:
        word = self.text[start : token_end(self.text, start)]
        hint = "remove it: the file runs in a transaction already, whole or not at all"
        message = f"{word.upper()} controls the transaction, which is Confiture's"
        self._fault("transaction-control", message, start, hint, start)

    def _fault(self, code: str, message: str, start: int, hint: str | None, next_: int) -> int:
        span = Span(self.source, start, token_end(self.text, start))
        self.faults.append(Diagnostic(code, message, span=span, hint=hint))
        return next_ if next_ >= 0 else len(self.text)


def _is_transactional(part: Part) -> bool:
    return isinstance(part, CopyBlock) or part.transactional


def _outside(source: Source, part: Part) -> Diagnostic:
    start = skip_blank(source.text, part.offset)
    return Diagnostic(
        "outside-transaction",
        "this statement cannot run in a transaction, as the script must",
        span=Span(source, start, token_end(source.text, start)),
        hint="exclude its file from the script, and run it by itself",
    )


def _terminated(text: str, parts: tuple[Part, ...]) -> str:
    """The text with an end to its last statement, so that the next file's is not read into it."""
    whole = "".join(text[part.offset : part.end] for part in parts)
    whole = whole if whole.endswith("\n") or not whole else f"{whole}\n"
    if not parts or isinstance(parts[-1], CopyBlock):
        return whole
    position, text = parts[-1].offset, text[: parts[-1].end]
    while position < len(text):
        boundary = end_of_statement(text, position)
        if boundary.ending is Ending.SEMICOLON:
            position = boundary.end
            continue
        return f"{whole};\n" if skip_blank(text, position) < len(text) else whole
    return whole
