"""An index that is not unique has more than three columns.

Each column makes it larger and dearer to write, and the further ones rarely leave fewer rows than
those before them (https://www.postgresql.org/docs/current/indexes-multicolumn.html).

Instead: the one or two columns that choose best; what is only to be read can be an INCLUDE.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said

_MOST = 3


@schema_rule("wide-index", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for index in schema.indexes:
        if not (index.unique or index.constraint) and len(index.parts) > _MOST:
            message = f"index {said(index.key)} has {len(index.parts)} columns"
            yield Found(message, "keep the columns that choose best", index.key)
