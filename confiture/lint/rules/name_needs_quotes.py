"""A name that every statement has to put in quotes.

PostgreSQL folds names without quotes to lower case
(https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS), so that a
name with an upper-case letter, a blank or a hyphen is found only as `"Name"`. Whoever forgets the
quotes is told that there is no such table.

Instead: lower-case letters, digits and `_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema
from confiture.model.names import quote

_PLAIN = re.compile(r"[a-z_\u0080-\uffff][a-z0-9_$\u0080-\uffff]*")
_KINDS = (
    "schema", "table", "column", "view", "materialized-view", "sequence", "routine", "enum",
    "domain", "composite",
)  # fmt: skip


@schema_rule("name-needs-quotes", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for kind in _KINDS:
        for one in schema.of(kind):
            name = one.path[1] if kind == "routine" else one.path[-1]
            if not _PLAIN.fullmatch(name) and not schema.is_partition(one.key):
                message = f"{one.word} {'.'.join(one.path)} has to be quoted: {quote(name)}"
                yield Found(message, "name it with lower-case letters, digits and _", one.key)
