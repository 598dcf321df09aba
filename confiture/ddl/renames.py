"""What DDL files tell, in comments, of names that objects and labels had before.

`-- confiture: renamed from x` stands above what has another name now, or at the end of its line: a
statement that makes an object, a column or a constraint of CREATE TABLE, or ALTER TABLE … ADD.
`-- confiture: label x is now y` stands above CREATE TYPE … AS ENUM. The statements and comments are
found by libpg_query, so that strings and bodies of functions hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from confiture.ddl.files import SqlFile
from confiture.ddl.scan import skip_blank
from confiture.ddl.script import Statements, parse_script, split
from confiture.errors import Diagnostic, RecipeError
from confiture.text import Span

if TYPE_CHECKING:
    from postgast import pg_query_pb2

PART = r'(?:"(?:[^"]|"")+"|[^".=\s()]+)'
"""A part of a name, as SQL takes it."""
NAME = rf"{PART}(?:\.{PART})*"

_TEXT = r"(?:'(?:[^']|'')+'|\S+)"
_ANY = re.compile(r"--\s*confiture:\s*(?:renamed\s+from|label)\b", re.IGNORECASE)
_RENAMED = re.compile(rf"--\s*confiture:\s*renamed\s+from\s+(?P<name>{NAME})\s*", re.IGNORECASE)
_LABEL = re.compile(
    rf"--\s*confiture:\s*label\s+(?P<old>{_TEXT})\s+is\s+now\s+(?P<new>{_TEXT})\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a statement, or a part of one, makes: one of some kinds. `path` is as it is written, so
    it may lack the schema; it has no arguments of a routine."""

    kinds: frozenset[str]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerName:
    """`former` may be the bare name; the other parts are those of `named` then."""

    named: Named
    former: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerLabel:
    """`type` is the path of the enumeration, as it is written."""

    type: tuple[str, ...]
    former: str
    label: str


Former: TypeAlias = "FormerName | FormerLabel"


@dataclass(frozen=True, slots=True)
class _Place:
    """What is named at `start`, if anything is; its statement goes from `first` to `end`."""

    start: int
    first: int
    end: int
    named: Named | None


@dataclass(frozen=True, slots=True)
class _Comment:
    start: int
    text: str


def former_names(files: Iterable[SqlFile]) -> tuple[Former, ...]:
    """All that the comments of some files tell, in their order.

    Raises RecipeError for comments that name nothing, or stand where nothing is named.
    """
    found: list[Former] = []
    faults: list[Diagnostic] = []
    for file in files:
        if file.is_csv or not _ANY.search(file.text):
            continue
        places, comments = _read(file)
        for comment in comments:
            told = _told(comment, _place_of(comment, places, file.text))
            if told is None:
                faults.append(_misplaced(file, comment))
            else:
                found.append(told)
    if faults:
        raise RecipeError(*faults)
    return tuple(found)


def parts(name: str) -> tuple[str, ...]:
    """The parts of a name as SQL reads it: folded to lower case where they are not quoted."""
    return tuple(unquoted(part) or part.lower() for part in re.findall(PART, name))


def unquoted(text: str, quote: str = '"') -> str | None:
    """What stands between quotes; None where it is not quoted."""
    if len(text) > 1 and text[0] == text[-1] == quote:
        return text[1:-1].replace(quote * 2, quote)
    return None


def _told(comment: _Comment, named: Named | None) -> Former | None:
    if named is None:
        return None
    if (renamed := _RENAMED.fullmatch(comment.text)) is not None:
        return FormerName(named, parts(renamed["name"]))
    label = _LABEL.fullmatch(comment.text)
    if label is None or named.kinds != {"enum"}:
        return None
    texts = (unquoted(label[group], "'") or label[group] for group in ("old", "new"))
    return FormerLabel(named.path, *texts)


def _place_of(comment: _Comment, places: list[_Place], text: str) -> Named | None:
    """Above something: what comes next. At the end of a line: what was named last in a statement
    that goes on, or what a statement is about that has ended."""
    before = [place for place in places if place.start < comment.start]
    line = text[text.rfind("\n", 0, comment.start) + 1 : comment.start]
    if not line.strip():
        after = next((place for place in places if place.start > comment.start), None)
        inside = before and before[-1].end > comment.start
        if after is None or (inside and after.first != before[-1].first):
            return None
        return after.named
    if not before:
        return None
    last = before[-1]
    if comment.start < last.end:
        return last.named
    return next(place for place in places if place.first == last.first).named


def _misplaced(file: SqlFile, comment: _Comment) -> Diagnostic:
    return Diagnostic(
        "misplaced-comment",
        "this comment stands where nothing is made that it could be about",
        span=Span(file.source, comment.start, comment.start + len(comment.text)),
        hint="put `-- confiture: renamed from NAME` above a CREATE statement or a column, and"
        " `-- confiture: label OLD is now NEW` above CREATE TYPE … AS ENUM",
    )


def _read(file: SqlFile) -> tuple[list[_Place], list[_Comment]]:
    """What a file's statements name, and its comments that matter, by their places."""
    import postgast  # noqa: PLC0415 - 70 ms, for files that have such comments

    places: list[_Place] = []
    comments: list[_Comment] = []
    for part in parse_script(file.text, file.source, control=True):
        for piece in split(part) if isinstance(part, Statements) else ():
            at = _Characters(piece.text, piece.offset)
            for token in postgast.scan(piece.text).tokens:
                comment = at.text(token.start, token.end)
                if _ANY.match(comment):
                    comments.append(_Comment(at.place(token.start), comment))
            places.extend(_places(piece, at))
    return places, comments


class _Characters:
    """libpg_query counts the bytes of a statement; places in a file count characters."""

    def __init__(self, text: str, offset: int) -> None:
        self._bytes = text.encode()
        self._offset = offset

    def text(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def place(self, position: int) -> int:
        return self._offset + len(self.text(0, position))


def _places(piece: Statements, at: _Characters) -> Iterator[_Place]:
    """At least one; of a statement that libpg_query does not know, nothing is named."""
    import postgast  # noqa: PLC0415

    first = piece.offset + skip_blank(piece.text, 0)
    end = piece.offset + len(piece.text)
    found: list[tuple[int | None, Named]] = []
    try:
        for statement in postgast.parse(piece.text).stmts:
            if statement.stmt_len:
                end = at.place(statement.stmt_location + statement.stmt_len)
            found.extend(_named(statement.stmt))
    except postgast.PgQueryError:
        pass
    if not found:
        yield _Place(first, first, end, None)
    for location, named in found:
        yield _Place(first if location is None else at.place(location), first, end, named)


def _named(node: pg_query_pb2.Node) -> Iterator[tuple[int | None, Named]]:
    """What a statement makes, with its place in bytes; None for the statement's own."""
    kind = node.WhichOneof("node")
    statement: Any = getattr(node, kind) if kind else None
    match kind:
        case "create_stmt":
            yield from _table(statement)
        case "create_foreign_table_stmt":
            yield from _table(statement.base_stmt)
        case "alter_table_stmt":
            for command in statement.cmds:
                # The field is called `def`, which Python does not let us write.
                added = getattr(command.alter_table_cmd, "def")
                yield from _part(_relation(statement.relation), added)
        case _:
            found = _whole(kind, statement)
            if found is not None:
                yield None, Named(*found)


def _table(statement: Any) -> Iterator[tuple[int | None, Named]]:
    table = _relation(statement.relation)
    yield None, Named(frozenset({"table"}), table)
    for element in statement.table_elts:
        yield from _part(table, element)


def _part(table: tuple[str, ...], node: Any) -> Iterator[tuple[int | None, Named]]:
    match node.WhichOneof("node"):
        case "column_def":
            column = node.column_def
            yield column.location, Named(frozenset({"column"}), (*table, column.colname))
        case "constraint" if node.constraint.conname:
            kinds = frozenset({"constraint", "foreign-key"})
            yield node.constraint.location, Named(kinds, (*table, node.constraint.conname))


_WITH_NAMES = {
    "create_enum_stmt": ("enum", "type_name"),
    "create_range_stmt": ("range", "type_name"),
    "create_domain_stmt": ("domain", "domainname"),
    "create_function_stmt": ("routine", "funcname"),
    "create_stats_stmt": ("statistics", "defnames"),
}
_WITH_RELATION = {
    "view_stmt": ("view", "view"),
    "create_seq_stmt": ("sequence", "sequence"),
    "composite_type_stmt": ("composite", "typevar"),
}
_OF_TABLES = {
    "create_trig_stmt": ("trigger", "relation", "trigname"),
    "create_policy_stmt": ("policy", "table", "policy_name"),
    "rule_stmt": ("rule", "relation", "rulename"),
}


def _whole(kind: str | None, statement: Any) -> tuple[frozenset[str], tuple[str, ...]] | None:
    """The object that a statement is about, other than a table."""
    if kind in _WITH_NAMES:
        word, field = _WITH_NAMES[kind]
        path = tuple(one.string.sval for one in getattr(statement, field))
    elif kind in _WITH_RELATION:
        word, field = _WITH_RELATION[kind]
        path = _relation(getattr(statement, field))
    elif kind in _OF_TABLES:
        word, table, name = _OF_TABLES[kind]
        path = (*_relation(getattr(statement, table)), getattr(statement, name))
    elif kind == "create_table_as_stmt":
        from postgast import pg_query_pb2 as pg  # noqa: PLC0415

        word = "table" if statement.objtype == pg.OBJECT_TABLE else "materialized-view"
        path = _relation(statement.into.rel)
    elif kind == "index_stmt" and statement.idxname:
        word, path = "index", (*_relation(statement.relation)[:-1], statement.idxname)
    elif kind == "create_schema_stmt" and statement.schemaname:
        word, path = "schema", (statement.schemaname,)
    else:
        return None
    return frozenset({word}), path


def _relation(node: Any) -> tuple[str, ...]:
    return tuple(filter(None, (node.schemaname, node.relname)))
