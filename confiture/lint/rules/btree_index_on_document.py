"""A B-tree index is on a whole `jsonb` document.

It serves `=` and `<` of the whole document, which nobody asks for, not `@>`, `?` or a path; and a
document of more than about 2,700 bytes cannot be inserted at all
(https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING).

Instead: `using gin (document)`, or an index on the path, `((document ->> 'email'))`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("btree-index-on-document", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for index in schema.indexes:
        for name in index.columns if index.method == "btree" else ():
            column = schema.column(index.table, name or "")
            if column is not None and column.type == "jsonb":
                message = f"index {said(index.key)} is a B-tree of whole documents"
                yield Found(message, "use gin, or index a path of them", index.key)
