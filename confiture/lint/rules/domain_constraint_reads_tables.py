"""A domain gets a constraint, and all tables with a column of it are read under a lock.

(https://www.postgresql.org/docs/current/sql-alterdomain.html)

Instead: add the constraint NOT VALID, and `alter domain … validate constraint` in another
transaction; or a check of each table.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration, name_of, shown

_READS = {"C", "O"}


@migration_rule("domain-constraint-reads-tables", Severity.WARNING)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("alter_domain_stmt"):
        tree = step.tree
        quick = tree.subtype == "C" and getattr(tree, "def").constraint.skip_validation
        name = name_of(tree.type_name)
        reads = tree.subtype in _READS and not quick and step.scans is not False
        if reads and migration.type_existed(step, name):
            message = f"all tables with a column of {shown(name)} are read under a lock"
            hint = "add the constraint not valid, and validate it in another transaction"
            yield Found(message, hint, span=step.statement.span)
