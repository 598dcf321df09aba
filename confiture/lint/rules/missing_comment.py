"""A table or view has no comment.

A comment is kept with the object and seen by whoever looks at the database: psql, a BI tool, the
next developer. What is only in a wiki is read by those who know that there is one.

Instead: `comment on table … is '…'`, with what a row stands for.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("missing-comment", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for one in (*schema.tables, *schema.of("view"), *schema.of("materialized-view")):
        if not one.comment:
            hint = f"comment on {one.designation} is 'what a row stands for'"
            yield Found(f"{one.word} {said(one)} has no comment", hint, one.key)
