"""A type is an enum.

Labels can be added to one and renamed, but never removed, nor put in another order: that takes a
new type, and a rewrite of every column of it
(https://www.postgresql.org/docs/current/datatype-enum.html).

Instead: keep it for lists that only ever grow; otherwise a table of its own with a foreign key, or
`text` with a check.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("enum-type", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for enum in schema.of("enum"):
        message = f"type {said(enum)} is an enum, whose labels cannot be removed"
        yield Found(message, "use a table with a foreign key, or text with a check", enum.key)
