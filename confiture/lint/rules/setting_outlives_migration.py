"""A setting is changed for the session, and holds for whatever runs in it afterwards.

A `search_path` that stays behind makes the next migration's tables somewhere else; Confiture sets
everything back between files, other tools do not.

Instead: `set local`, which ends with the transaction. `--fix` writes the word where the file is one
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from postgast import pg_query_pb2 as pg

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration
from confiture.lint.words import inserted


@migration_rule("setting-outlives-migration", Severity.NOTE, down=True)
def check(migration: Migration) -> Iterator[Found]:
    reset = {str(s.tree.name) for s in migration.of("variable_set_stmt") if s.tree.kind in _RESETS}
    one_transaction = len({step.statement.transaction for step in migration.steps}) == 1
    for step in migration.of("variable_set_stmt"):
        tree, statement = step.tree, step.statement
        lasting = tree.kind == pg.VAR_SET_VALUE and not tree.is_local and tree.name not in reset
        if not lasting or statement.transaction is None or "RESET_ALL" in reset:
            continue
        said = any(
            statement.source.text[w.start : w.end].lower() == "session" for w in statement.words
        )
        fixable = one_transaction and not said
        edits = (inserted(statement, "set", " local"),) if fixable else ()
        message = f"{tree.name} stays so for whatever this session runs next"
        yield Found(message, "set local", span=statement.span, edits=edits)


_RESETS = {pg.VAR_RESET, pg.VAR_SET_DEFAULT}
