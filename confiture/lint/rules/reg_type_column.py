"""A column holds OIDs of the system catalogs, such as `regproc`.

They are other numbers in every other database: pg_upgrade refuses a database with such a column
(https://www.postgresql.org/docs/current/pgupgrade.html), and a copy of the table means nothing.
`regclass`, `regrole` and `regtype` are let through by pg_upgrade, and by this rule.

Instead: the name, as `text`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said

_REFUSED = frozenset(
    {"regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator",
     "regproc", "regprocedure"}
)  # fmt: skip


@schema_rule("reg-type-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if base_type(column.type) in _REFUSED:
            message = f"column {said(column)} is {column.type}, which pg_upgrade refuses"
            yield Found(message, "store the name, as text", column.key)
