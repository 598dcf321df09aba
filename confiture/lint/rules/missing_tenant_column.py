"""Nearly all tables have the column that says whose a row is, and one has not.

Where four tables out of five, and at least four, have a column that is named for a tenant
(`tenant_id`, `org_id`, `account_id` and their like) and refers to the same table, a table without
it is one whose rows no policy and no query can keep apart.

Instead: add the column; or leave the table out by `-- confiture: ignore`, where its rows belong to
all, as a list of countries does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from confiture.ddl.objects import Key
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_LEAST, _SHARE = 4, 0.8
_TENANT = re.compile(
    r"(?:tenant|org|organi[sz]ation|account|company|workspace|customer|client|shop|store|site)"
    r"(?:_?(?:id|uuid|no|key))?"
)


@schema_rule("missing-tenant-column", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    having: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for one in schema.references:
        named = len(one.columns) == 1 and _TENANT.fullmatch(one.columns[0])
        if named and one.target != one.table:
            having[one.columns[0], one.target].add(one.table)
    for (name, target), tables in sorted(having.items()):
        others = [table for table in schema.tables if table.key != target]
        if len(tables) < _LEAST or len(tables) / len(others) < _SHARE:
            continue
        for table in others:
            if table.key not in tables and name not in schema.columns_of(table.key):
                message = f"table {said(table)} has no {name}, as {len(tables)} other tables do"
                yield Found(message, f"add {name}, referring to {said(target)}", table.key)
