"""A statement that cannot run in a transaction shares its file with others, and fails at a second
try.

The parts of such a file commit one by one. Where a later one fails, the file has to be run again,
and then stumbles over what is done already. This is for migrations that other tools run too, and a
rule that runs only where it is named.

Instead: a file of its own; or `if exists` (which `--fix` writes), and for an index `drop index
concurrently if exists` before it is made: IF NOT EXISTS would be content with an invalid one.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Edit, Found, migration_rule
from confiture.lint.migration import Migration, Step, name_of
from confiture.lint.words import inserted


@migration_rule("not-repeatable", Severity.NOTE, down=True, optional=True)
def check(migration: Migration) -> Iterator[Found]:
    for step in migration.of("index_stmt", "drop_stmt"):
        alone = step.statement.transaction is None
        if not alone or len(migration.steps) == 1 or not step.tree.concurrent:
            continue
        if step.kind == "drop_stmt" and not step.tree.missing_ok:
            edit = inserted(step.statement, "concurrently", " if exists")
            yield _found(step, "say if exists", (edit,))
        elif step.kind == "index_stmt" and not _is_dropped_before(migration, step):
            yield _found(step, "give it a file of its own, or drop it before, if it exists", ())


def _found(step: Step, hint: str, edits: tuple[Edit, ...]) -> Found:
    message = "this fails when the file is run again after a failure"
    return Found(message, hint, span=step.statement.span, edits=edits)


def _is_dropped_before(migration: Migration, step: Step) -> bool:
    name = str(step.tree.idxname)
    return any(
        one.kind == "drop_stmt" and name in {name_of(n.list.items)[1] for n in one.tree.objects}
        for one in migration.earlier(step)
    )
