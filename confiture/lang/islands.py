"""SQL between `$$` and `$$`: parameters found, the syntax proven by PostgreSQL's own parser.

`:name` is a parameter unless a letter, a digit, `_`, `:`, `)`, `]` or a quote stands right before
the colon: so `a[1:n]` and `'k':v` stay SQL, and `a[1 :n]` binds `n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from lark import Token

from confiture.errors import Diagnostic
from confiture.lang import tree
from confiture.lang.scope import Here, article, said
from confiture.model.declarations import Sql
from confiture.text import Span

_PIECE = re.compile(
    r"""(?P<skip> (?<![\w$])[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z)
        | '(?:[^']|'')*(?:'|\Z) | "(?:[^"]|"")*(?:"|\Z) | --[^\n]*
        | (?<![\w$])(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?:(?P=tag)|\Z) )
      | (?P<comment> /\* )
      | (?P<name> (?<![\w:)\]"']):[A-Za-z_]\w* )
      | (?P<position> (?<![\w$])\$\d+ )""",
    re.DOTALL | re.VERBOSE,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_NUMBERED = re.compile(r'"\$(\d+)"')
_WORD_OF_SQL = re.compile(r":?\w+|.", re.DOTALL)
_QUERY, _UPDATE = "select_stmt", "update_stmt"
_BINDING = frozenset(
    {
        _QUERY,
        "insert_stmt",
        _UPDATE,
        "delete_stmt",
        "merge_stmt",
        "call_stmt",
        "create_table_as_stmt",
        "declare_cursor_stmt",
        "explain_stmt",
    }
)
"""Statements that take parameters; PostgreSQL's others take none."""


class _Parameter(NamedTuple):
    """`:name` at `start` of the text, which is `$number` at `at` of the numbered text."""

    name: str
    number: int
    start: int
    at: int


@dataclass(frozen=True, slots=True)
class _Statements:
    """What PostgreSQL's parser says: the kinds of the statements, or the error and its place."""

    kinds: tuple[str, ...] = ()
    changes: bool = False
    error: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class _Island:
    """SQL that parts of a recipe's text make up: each stands at an offset of `text`, and at one of
    the file, in this order. What is wrong somewhere in it is wrong with `token`."""

    text: str
    token: Token
    parts: tuple[tuple[int, int, int], ...]
    """The offset in `text`, the length, and the offset in the file."""

    def place(self, offset: int) -> int:
        """The offset in the file; between two parts, the end of the first."""
        before = [part for part in self.parts if part[0] <= offset] or [self.parts[0]]
        start, length, place = before[-1]
        return place + min(max(offset - start, 0), length)


def _island(token: Token) -> _Island:
    quote, text = _unquoted(token)
    return _Island(text, token, ((0, len(text), tree.start(token) + len(quote)),))


def _unquoted(token: Token) -> tuple[str, str]:
    """The quote that an island stands in, and what stands in it."""
    quote = "$sql$" if token.startswith("$sql$") else "$$"
    return quote, str(token)[len(quote) : -len(quote)]


def update(here: Here, table: str, changes: Token, where: Token | None) -> Sql | None:
    """The UPDATE of a table, spelled as in SQL, by what follows its SET and its WHERE; None after
    a complaint."""
    text, parts = f"update {table}", []
    for word, token in (("set", changes), ("where", where)):
        if token is not None:
            quote, inside = _unquoted(token)
            text += f"\n{word} "  # on a line of its own: a comment may end the last one
            parts.append((len(text), len(inside), tree.start(token) + len(quote)))
            text += inside
    read = _read(here, _Island(text, changes, tuple(parts)))
    if read is None:
        return None
    sql, found = read
    if found.kinds != (_UPDATE,):
        hint = "`set` takes `column = …, …`, and `where` one condition; all else is a `run`"
        here.complain("bad-backfill", "a backfill is one UPDATE", changes, hint)
        return None
    return sql


def script(here: Here, token: Token) -> Sql | None:
    """An island of any statements, or None after a complaint."""
    read = _read(here, _island(token))
    if read is None:
        return None
    sql, kinds = read[0], read[1].kinds
    if sql.names and len(kinds) > 1:
        message = f":{sql.names[0]} stands in a script of {len(kinds)} statements"
        here.complain("parameter-in-script", message, token, "give each statement its own `run`")
        return None
    if sql.names and kinds[0] not in _BINDING:
        message = f":{sql.names[0]} stands in a statement that takes no parameter"
        hint = "PostgreSQL binds them in select, insert, update, delete, merge and call"
        here.complain("parameter-not-allowed", message, token, hint)
        return None
    return sql


def query(here: Here, token: Token) -> Sql | None:
    """An island of one query that changes nothing, or None after a complaint."""
    read = _read(here, _island(token))
    if read is None:
        return None
    sql, found = read
    if found.kinds != (_QUERY,):
        what = f"{len(found.kinds)} statements" if len(found.kinds) > 1 else "another statement"
        hint = "write `select …`, `values …` or `with … select …`"
        here.complain("not-a-query", f"a check is one query, not {what}", token, hint)
        return None
    if found.changes:
        hint = "move the change to a `run`"
        here.complain("not-a-query", "a check must not change anything", token, hint)
        return None
    return sql


def _read(here: Here, island: _Island) -> tuple[Sql, _Statements] | None:
    text, token = island.text, island.token
    marks = list(_marks(text))
    bindable = [_is_bindable(here, mark, island) for mark in marks]  # complains of each
    if not all(bindable):
        return None
    numbered, parameters = _number(text, marks)
    found = _parse(numbered)
    if found.error is not None:
        offset = None if found.offset is None else _in_text(found.offset, parameters)
        span = here.span(token) if offset is None else _word_at(here, island, offset)
        names = {parameter.number: parameter.name for parameter in parameters}
        message = _NUMBERED.sub(lambda m: f'":{names[int(m[1])]}"', found.error)
        here.scope.problems.append(Diagnostic("sql-syntax", message, span))
        return None
    if not found.kinds:
        here.complain("empty-sql", "the SQL holds no statement", token)
        return None
    names_in_order = tuple(dict.fromkeys(parameter.name for parameter in parameters))
    return Sql(text, numbered, names_in_order, span=here.span(token)), found


def _word_at(here: Here, island: _Island, offset: int) -> Span:
    """The word of an error; at the end of an island, the quote that closes it."""
    start = island.place(offset)
    word = _WORD_OF_SQL.match(island.text, offset)
    if word is not None and island.place(word.end()) > start:
        return Span(here.file.source, start, island.place(word.end()))
    return Span(here.file.source, start, start + len(_unquoted(island.token)[0]))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The `:name` and `$1` of an SQL text."""
    offset = 0
    while (match := _PIECE.search(text, offset)) is not None:
        offset = match.end()
        if match.lastgroup == "comment":
            offset = _comment_end(text, offset)
        elif match.lastgroup in ("name", "position"):
            yield match


def _comment_end(text: str, offset: int) -> int:
    """The end of a comment, which may hold others in PostgreSQL."""
    depth = 1
    for edge in _COMMENT_EDGE.finditer(text, offset):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(text)


def _is_bindable(here: Here, mark: re.Match[str], island: _Island) -> bool:
    span = Span(here.file.source, island.place(mark.start()), island.place(mark.end()))
    name = mark[0][1:]
    found = here.see(name, tree.Let, tree.Param, tree.Secret, tree.Environment)
    code, hint = "wrong-kind", None
    if mark.lastgroup == "position":
        code, message, hint = "position", f"{mark[0]} stands for no value", "write `:name`"
    elif name in here.variables or (
        found is not None and isinstance(found.node, tree.Let | tree.Param)
    ):
        return True
    elif found is not None:
        message = f"{said(name)} is {article(found.noun)} and cannot be bound in SQL"
    elif here.maybe_declared(name):
        return False
    else:
        code, message = "unknown-parameter", f"no parameter {said(name)}"
        hint = here.suggest(name, tree.Param, tree.Let) or f"declare `param {name}: text`"
    here.scope.problems.append(Diagnostic(code, message, span, hint))
    return False


def _number(text: str, marks: list[re.Match[str]]) -> tuple[str, list[_Parameter]]:
    """The text with `$1`, `$2`, … for its names, each name with one number."""
    numbers: dict[str, int] = {}
    parameters: list[_Parameter] = []
    parts: list[str] = []
    done = length = 0
    for mark in marks:
        name = mark[0][1:]
        number = numbers.setdefault(name, len(numbers) + 1)
        parts += [text[done : mark.start()], f"${number}"]
        length += mark.start() - done
        parameters.append(_Parameter(name, number, mark.start(), length))
        length += len(parts[-1])
        done = mark.end()
    return "".join((*parts, text[done:])), parameters


def _in_text(offset: int, parameters: list[_Parameter]) -> int:
    """The offset in the text of an offset in its numbered form."""
    for parameter in reversed(parameters):
        if offset >= parameter.at:
            behind = offset - parameter.at - len(f"${parameter.number}")
            return parameter.start + (len(parameter.name) + 1 + behind if behind >= 0 else 0)
    return offset


@lru_cache(maxsize=16_384)
def _parse(numbered: str) -> _Statements:
    # postgast takes 70 ms to import, and many recipes hold no SQL.
    import postgast  # noqa: PLC0415
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        statements = [raw.stmt for raw in postgast.parse(numbered).stmts]
    except postgast.PgQueryError as error:
        line = error.message.partition("\n")[0]
        if not error.cursorpos:
            return _Statements(error=line)
        # PostgreSQL counts the position in characters, whatever postgast's documentation says.
        return _Statements(error=line, offset=error.cursorpos - 1)
    except DecodeError:
        # Proven right, but nested deeper than protobuf reads: the first words must do.
        parts = postgast.split(numbered)
        return _Statements(kinds=tuple(_kind_by_word(part) for part in parts))
    kinds = tuple(statement.WhichOneof("node") or "" for statement in statements)
    return _Statements(kinds=kinds, changes=any(_changes(statement) for statement in statements))


def _kind_by_word(statement: str) -> str:
    word = re.search(r"[A-Za-z]+", re.sub(r"--[^\n]*|/\*.*?\*/", "", statement, flags=re.DOTALL))
    first = word[0].lower() if word else ""
    return _QUERY if first in ("select", "values", "table", "with") else f"{first}_stmt"


def _changes(statement: Any) -> bool:
    """Whether a query writes after all: `select … into`, or `with x as (delete …)`."""
    if statement.WhichOneof("node") != _QUERY:
        return False
    select = statement.select_stmt
    if select.HasField("into_clause"):
        return True
    expressions = (node.common_table_expr for node in select.with_clause.ctes)
    return any(cte.ctequery.WhichOneof("node") != _QUERY for cte in expressions)
