"""Two catalogs compared, where the user says what has another name now.

PostgreSQL itself renames, on a scratch copy of the old side: that is the old side from then on, in
which all that mentions the old names has followed.
"""

from __future__ import annotations

from dataclasses import replace

from confiture.ddl.objects import Catalog, Object
from confiture.errors import DatabaseError, Diagnostic, RecipeError
from confiture.pg import objects
from confiture.pg.databases import Databases
from confiture.pg.observe import SCRATCH
from confiture.pg.scratch import copy_of, run
from confiture.plans.diff import Diff, diff, led_by
from confiture.plans.labels import with_merged
from confiture.plans.renames import Mapping, Rename, as_of_version, followers
from confiture.plans.renaming import statements
from confiture.plans.script import Statement
from confiture.proof import prove
from confiture.steps.template import MAINTENANCE


def alike(old: Catalog, new: Catalog, databases: Databases) -> tuple[Catalog, Catalog]:
    """Both sides as one server prints them, and as far as the old one's could tell: versions spell
    the same view differently. Raises RecipeError where a side cannot be copied for that.
    """
    if _major(old) == _major(new):
        return old, new
    with databases.session(SCRATCH, database=MAINTENANCE, read_only=True) as session:
        here = session.version // 10000
    told = (one if _major(one) == here else _told_anew(one, databases) for one in (old, new))
    before, after = (as_of_version(one, old.version) for one in told)
    return before, after


def _major(catalog: Catalog) -> int:
    return catalog.version // 10000


def _told_anew(side: Catalog, databases: Databases) -> Catalog:
    try:
        with copy_of(side, databases) as session:
            return replace(side, objects=objects.read(session).objects)
    except DatabaseError as error:
        raise RecipeError(
            Diagnostic(
                "other-version",
                f"the sides are of PostgreSQL {_major(side)} and another version, which cannot be"
                f" compared without a copy: {error.diagnostics[0].message}",
                hint=f"name a server of PostgreSQL {_major(side)} that has it: --scratch ENV|URL",
            )
        ) from error


def difference(
    old: Catalog, new: Catalog, meant: Mapping, databases: Databases, *, online: bool
) -> Diff:
    """What differs once the renames were done, which come first in it.

    Raises RecipeError where the renames cannot be tried, UsageError where they go in a circle.
    """
    new = with_merged(new, meant.merged)
    if not meant.renames:
        return diff(old, new, online=online)
    renamed, renames, wanted = _renamed(old, new, meant, databases)
    return led_by(diff(renamed, new, online=online), renames, wanted, new)


def proven_difference(
    old: Catalog, new: Catalog, meant: Mapping, databases: Databases, *, online: bool
) -> Diff:
    """As `difference`, tried on a scratch copy of the old side. Raises as `prove` too."""
    return prove(difference(old, new, meant, databases, online=online), old, new, databases)


def _renamed(
    old: Catalog, new: Catalog, meant: Mapping, databases: Databases
) -> tuple[Catalog, tuple[Rename, ...], tuple[Statement, ...]]:
    """The old side once the renames were done, with those that follow from them, all of them, and
    their statements."""
    renames: tuple[Rename, ...] = ()
    done: tuple[Statement, ...] = ()
    following = meant.renames
    try:
        with copy_of(old, databases) as session:
            before = reached = objects.read(session)
            while following:
                wanted = statements(following, reached, new)
                run(session, wanted)
                reached = objects.read(session)
                renames, done = (*renames, *following), (*done, *wanted)
                following = followers(renames, before, reached, new)
    except DatabaseError as error:
        raise RecipeError(
            Diagnostic(
                "unproven",
                f"the renames cannot be tried on a scratch copy: {error.diagnostics[0].message}",
                hint="PostgreSQL must be able to rename it; without --rename, and the comment"
                " `renamed from`, it is dropped and made anew",
            )
        ) from error
    kept = {
        key: _as_it_was(old[key], one) if key in old and before.get(key) == one else one
        for key, one in as_of_version(reached, old.version).items()
    }
    return replace(old, objects=kept), renames, done


def _as_it_was(old: Object, reached: Object) -> Object:
    """An object that no rename touched in the old server's own words, which may be another
    version's; what it needs may have other names."""
    return replace(old, needs=reached.needs, goes_with=reached.goes_with)
