"""What rules ask of SQL's words: types, functions, and where a word goes in."""

from __future__ import annotations

import re
from typing import Any

import postgast
from postgast import pg_query_pb2 as pg

from confiture.errors import DatabaseError
from confiture.lint.abc import Edit
from confiture.lint.migration import Step
from confiture.lint.schema import strings
from confiture.lint.script import Statement
from confiture.text import Span

SERIALS = frozenset({"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"})
VOLATILE = frozenset(
    {"clock_timestamp", "gen_random_uuid", "nextval", "random", "setseed", "timeofday",
     "uuid_generate_v1", "uuid_generate_v4", "uuidv4", "uuidv7"}
)  # fmt: skip
"""Functions of PostgreSQL and uuid-ossp that give another value for each row."""
SCRATCH = "scratch"
"""What errors of the private server begin with."""
_DML = frozenset({"update_stmt", "delete_stmt", "insert_stmt", "merge_stmt", "select_stmt"})
_UNAVAILABLE = re.compile(r"extension .+ is not available|could not open extension control file")


def is_ddl(step: Step) -> bool:
    return step.kind not in _DML


def is_unavailable(failure: DatabaseError) -> bool:
    """Whether the server lacks the files of an extension."""
    return _UNAVAILABLE.search(str(failure)) is not None


def is_serial(type_: Any) -> bool:
    """Whether a TypeName is one of those that make a sequence."""
    return strings(type_.names)[-1:] != () and strings(type_.names)[-1] in SERIALS


def functions(node: Any) -> set[str]:
    """The names, without schemas, of the functions that an expression calls."""
    calls = postgast.find_nodes(node, pg.FuncCall)
    return {strings(call.funcname)[-1] for call in calls}


def concurrently(step: Step, after: str) -> Edit:
    """Puts CONCURRENTLY behind the first word of its kind: `create index`."""
    return inserted(step.statement, after, " concurrently")


def inserted(statement: Statement, after: str, text: str) -> Edit:
    """Puts a text behind the first occurrence of a word."""
    source = statement.source
    for word in statement.words:
        if source.text[word.start : word.end].lower() == after:
            return Edit(Span(source, word.end, word.end), text)
    raise ValueError(f"no word {after!r} in {statement.kind}")
