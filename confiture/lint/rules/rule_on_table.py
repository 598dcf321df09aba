"""A table has a rewrite rule.

Rules rewrite the query, they do not run for each row: with `nextval()`, `returning`, COPY or
several rows they do what hardly anybody expects
(https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_rules).

Instead: a trigger, `instead of` for a view.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema


@schema_rule("rule-on-table", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for one in schema.of("rule"):
        message = f"{'.'.join(one.path[:2])} has rule {one.path[-1]}, which rewrites queries"
        yield Found(message, "write a trigger", one.key)
