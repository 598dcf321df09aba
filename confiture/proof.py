"""Proof of a difference: its statements run on a copy of the old side, which must become the new.

The copy holds no rows. It shows that the statements work in their order and lead where they should,
and what each locks, reads and writes; not how long that takes, nor whether rows fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from itertools import groupby

from confiture.ddl.objects import Catalog
from confiture.errors import DatabaseError, Diagnostic, RecipeError
from confiture.model.effects import Effect
from confiture.pg import objects
from confiture.pg.bodies import broken
from confiture.pg.databases import Databases
from confiture.pg.rehearsal import Rehearsal
from confiture.pg.scratch import copy_of
from confiture.pg.session import Session
from confiture.plans.changes import compare
from confiture.plans.diff import Diff
from confiture.plans.renames import as_of_version
from confiture.plans.script import Statement, statements


def prove(found: Diff, old: Catalog, new: Catalog, databases: Databases) -> Diff:
    """The difference with the effect of each statement, as it was seen on a copy of the old side,
    and a note for each function in SQL that no longer works.

    Raises RecipeError where the copy cannot be made, a statement fails, or the result is another.
    """
    if not found.statements:
        return found
    try:
        with copy_of(old, databases) as session:
            before = broken(session)
            seen = tuple(_rehearsed(found.statements, session))
            reached = objects.read(session)
            after = broken(session)
    except DatabaseError as error:
        raise RecipeError(
            Diagnostic(
                "unproven",
                f"the difference cannot be tried on a scratch copy: {error.diagnostics[0].message}",
                hint="try it where that is there: --scratch ENV|URL; or without: --no-proof",
            )
        ) from error
    sides = (as_of_version(side, old.version) for side in (reached, new))
    left = statements(compare(*sides))
    if left:
        raise RecipeError(*(_left(one) for one in left))
    notes = (f"{name} fails from then on: {after[name]}" for name in sorted(after.keys() - before))
    return replace(found, statements=seen, notes=(*found.notes, *notes))


def _left(statement: Statement) -> Diagnostic:
    return Diagnostic(
        "unproven",
        f"tried on a scratch copy, the difference leaves to do: {statement.sql}",
        hint="change that object by hand first; and please report it, this is a gap in Confiture",
    )


def _rehearsed(wanted: tuple[Statement, ...], session: Session) -> Iterator[Statement]:
    rehearsal = Rehearsal(session)
    for _, of_group in groupby(wanted, key=lambda one: one.group):
        group = list(of_group)
        with nullcontext() if group[0].pace == "apart" else session.transaction():
            for statement in group:
                yield replace(statement, effect=_effect(rehearsal, statement))


def _effect(rehearsal: Rehearsal, statement: Statement) -> Effect:
    try:
        return rehearsal.run(statement.sql)
    except DatabaseError as error:
        raise DatabaseError(
            Diagnostic(
                error.diagnostics[0].code,
                f"{error.diagnostics[0].message} (in: {statement.sql})",
                hint=error.diagnostics[0].hint,
            ),
            sqlstate=error.sqlstate,
        ) from error
