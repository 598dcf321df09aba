"""A sequence has given out more than three quarters of its values.

When it is at its end, nextval() fails, and with it every INSERT
(https://www.postgresql.org/docs/current/functions-sequence.html). Found in databases only. Those
that begin again (`cycle`) have no end.

Instead: make the column and the sequence `bigint`, in good time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from confiture.ddl.objects import Key
from confiture.ddl.objects.identity_sequence import IdentitySequence
from confiture.ddl.objects.sequence import NumberSequence
from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema

Limits: TypeAlias = "NumberSequence | IdentitySequence"
_SHARE = 0.75


@schema_rule("sequence-near-end", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    if schema.usage is None:
        return
    for key, path, limits in _sequences(schema):
        value = schema.usage.sequence_values.get((path[0], path[1]))
        if value is None or limits.cycle:
            continue
        width = limits.most - limits.least
        used = (value - limits.least) if limits.increment > 0 else (limits.most - value)
        if width > 0 and used / width > _SHARE:
            message = f"sequence {'.'.join(path)} has given out {used / width:.0%} of its values"
            yield Found(message, "make it, and its column, bigint", key)


def _sequences(schema: Schema) -> Iterator[tuple[Key, tuple[str, ...], Limits]]:
    for sequence in schema.of("sequence"):
        yield sequence.key, sequence.path, sequence
    for column in schema.columns:
        if column.sequence is not None:
            yield column.key, column.sequence.path, column.sequence
