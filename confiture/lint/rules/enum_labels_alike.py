"""Two labels of an enum differ in nothing but case or blanks.

They are two values: who writes one does not find the rows of the other.

Instead: rename one away, after its rows have been changed to the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("enum-labels-alike", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for enum in schema.of("enum"):
        seen: dict[str, str] = {}
        for label in enum.labels:
            other = seen.setdefault("".join(label.casefold().split()), label)
            if other != label:
                message = f"labels {other!r} and {label!r} of type {said(enum)} look the same"
                yield Found(message, "keep one of them", enum.key)
