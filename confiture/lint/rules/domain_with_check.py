"""A domain has a check or is NOT NULL.

A change of it has to read every table with a column of the domain, under a lock; and NOT NULL of a
domain does not hold for the columns that an outer join leaves empty
(https://www.postgresql.org/docs/current/sql-createdomain.html).

Instead: checks of the tables, which can be added NOT VALID.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("domain-with-check", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    checked = {check.path[:2] for check in schema.of("domain-check")}
    for domain in schema.of("domain"):
        if domain.path in checked or domain.not_null:
            message = f"domain {said(domain)} has a constraint, which no table can leave out"
            yield Found(message, "write the check in the tables", domain.key)
