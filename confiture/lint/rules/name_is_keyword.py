"""A name that is a key word of SQL, and has to be put in quotes.

Tables called `user` or `order` and columns called `end` or `default` cannot be named without
quotes, or mean something else there: `select user` is the role, not the table
(https://www.postgresql.org/docs/current/sql-keywords-appendix.html).

Instead: a word that SQL does not know, `account` or `users`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import postgast
from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema

_QUOTED = {pg.RESERVED_KEYWORD, pg.TYPE_FUNC_NAME_KEYWORD}
_QUOTED_ROUTINES = {pg.RESERVED_KEYWORD, pg.COL_NAME_KEYWORD}


@schema_rule("name-is-keyword", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for kind in ("schema", "table", "column", "view", "materialized-view", "routine"):
        quoted = _QUOTED_ROUTINES if kind == "routine" else _QUOTED
        for one in schema.of(kind):
            name = one.path[1] if kind == "routine" else one.path[-1]
            if _keyword(name) in quoted:
                message = f"{one.word} {'.'.join(one.path)} is named by a key word of SQL"
                yield Found(message, "take a word that needs no quotes", one.key)


@cache
def _keyword(name: str) -> int:
    """The kind of key word that a name is; 0 for none."""
    if not (name.isascii() and name.isidentifier() and name.islower()):
        return 0
    (token,) = postgast.scan(name).tokens
    return int(token.keyword_kind)
