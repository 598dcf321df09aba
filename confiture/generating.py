"""New migrations written: by hand from empty files, or from what folders make to what DDL says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from confiture import migrating, replaying, sides
from confiture.comparison import proven_difference
from confiture.ddl.files import SqlFile, discover
from confiture.ddl.migrations import AGAIN, Migration
from confiture.ddl.migrations import migrations as read_folders
from confiture.ddl.objects import Catalog
from confiture.ddl.renames import former_names
from confiture.environments import opened
from confiture.errors import Diagnostic, RecipeError, UsageError
from confiture.model.declarations import NEWEST_SERVER, OLDEST_SERVER, Environment
from confiture.pg.databases import Databases
from confiture.pg.versions import version_of
from confiture.plans.changes import compare
from confiture.plans.diff import Diff, with_owners_of
from confiture.plans.former_names import Said, mapping
from confiture.plans.labels import with_merged
from confiture.plans.renames import as_of_version
from confiture.plans.repeatable import BY_HAND, OutOfTheWay, led_by_drops, out_of_the_way
from confiture.plans.script import statements

_PYTHON = '''"""{name}"""


def up(session):
    session.execute("select 1")


def down(session):
    session.execute("select 1")
'''


@dataclass(frozen=True)
class Way:
    """One direction of a migration; repeatable files run `again` after it."""

    diff: Diff
    again: bool = False

    @property
    def sql(self) -> str:
        return (AGAIN if self.again else "") + self.diff.sql


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a new migration would do, and what would take it back; `folder` is where it goes."""

    folder: Path
    up: Way
    down: Way

    @property
    def there(self) -> Diff:
        return self.up.diff


@dataclass(frozen=True, kw_only=True)
class Written:
    """The files of a new migration, and the difference that they hold; None for empty ones."""

    paths: tuple[Path, ...]
    diff: Diff | None


def generate(
    name: str,
    *,
    environment: str = "local",
    empty: bool = False,
    python: bool = False,
    online: bool = True,
    renames: Iterable[str] = (),
    labels: Iterable[str] = (),
    scratch: str | None = None,
    server_version: int | None = None,
    root: Path | None = None,
) -> Written | None:
    """Write a migration from what the environment's folders of migrations make to what its DDL
    files describe; None where they are the same. `empty` ones are for you to fill. `renames` and
    `labels` are as for `cf.diff`, and so is `scratch`. `server_version` is the major version of
    the server that it is for; else it is the environment's, or that of its database.

    Raises UsageError for a name that is none, for renames that cannot be and for a version that
    is unknown, RecipeError for files that are wrong, for a difference that cannot be proven, and
    where the folder with the new files would not make what the DDL files do.
    """
    if empty or python:
        with opened(environment, root) as (one, _, _):
            return _empty(folders_of(one)[0], name, python=python)
    made = propose(
        environment, online=online, renames=renames, labels=labels, scratch=scratch,
        server_version=server_version, root=root,
    )  # fmt: skip
    return write(made, name) if made.there.statements else None


def propose(
    environment: str = "local",
    *,
    online: bool = True,
    renames: Iterable[str] = (),
    labels: Iterable[str] = (),
    scratch: str | None = None,
    server_version: int | None = None,
    root: Path | None = None,
) -> Proposal:
    """The difference that `generate` would write. Raises as that does."""
    with opened(environment, root, scratch=scratch) as (one, databases, base):
        folder, *_ = folders = folders_of(one)
        known = read_folders(folders, project_root=base)
        files = discover(_paths(one, "schema"), project_root=base, include=["**/*.sql"])
        said = Said(tuple(renames), tuple(labels), former_names(files))
        version = written_for(one, databases, server_version)
        up, down = _both_ways(known, files, databases, said, version, online=online)
    return Proposal(folder=folder, up=up, down=down)


def write(made: Proposal, name: str) -> Written:
    """Write a proposal's files."""
    up, down = migrating.new_paths(made.folder, name, (".up.sql", ".down.sql"))
    migrating.write([(up, made.up.sql), (down, made.down.sql)])
    return Written(paths=(up, down), diff=made.there)


def _empty(folder: Path, name: str, *, python: bool) -> Written:
    if python:
        paths = migrating.new_paths(folder, name, (".py",))
        migrating.write([(paths[0], _PYTHON.format(name=name))])
    else:
        paths = migrating.new_paths(folder, name, (".up.sql", ".down.sql"))
        migrating.write([(path, "") for path in paths])
    return Written(paths=paths, diff=None)


def _both_ways(
    known: Sequence[Migration],
    files: tuple[SqlFile, ...],
    databases: Databases,
    said: Said,
    version: int | None,
    *,
    online: bool,
) -> tuple[Way, Way]:
    folder = replaying.read(known, databases)
    wanted = sides.read(sides.Files("schema", files), databases)
    rest = folder.theirs.left_out(wanted)
    old, new = as_of(folder.theirs.left_out(folder.whole), version), as_of(rest, version)
    there = mapping(old, new, said)
    back = there.reversed()
    new = with_owners_of(old, new, back.renames)
    old = with_owners_of(new, old, there.renames)
    found = proven_difference(old, new, there, databases, online=online)
    if not found.statements:
        return Way(found), Way(found)
    if old.version // 10_000 < wanted.version // 10_000:
        note = f"written for PostgreSQL {old.version // 10_000}"
        found = replace(found, notes=(*found.notes, note))
    taken_back = proven_difference(new, old, back, databases, online=online)
    after, made = replaying.with_repeatable(folder, rest, databases)
    up = _past(found, out_of_the_way(folder.whole, after, folder.theirs, made))
    down = _past(taken_back, out_of_the_way(after, folder.whole, made, folder.theirs))
    done = replaying.replay(folder, up.sql, down.sql, databases)
    reached = as_of((folder.theirs | made).left_out(done.empty), version)
    _refuse(reached, with_merged(new, there.merged), "the DDL files do")
    _refuse(done.later, done.empty, "they make of an empty one")
    _refuse(done.back, folder.whole, "was there before, on the way back")
    return up, down


def _past(found: Diff, way: OutOfTheWay) -> Way:
    return Way(led_by_drops(found, way), again=way.again)


def _refuse(reached: Catalog, wanted: Catalog, what: str) -> None:
    """Raises RecipeError where the folder does not lead where it should."""
    left = statements(compare(reached, wanted))
    if left:
        raise RecipeError(
            Diagnostic(
                "unproven",
                f"with the new migration, the folder does not make of a database what {what}:"
                f" it leaves to do: {left[0].sql}",
                hint=BY_HAND,
            )
        )


def written_for(
    environment: Environment, databases: Databases, server_version: int | None
) -> int | None:
    """The version of the server that a migration is for, as a number: what was said, or what the
    environment says, or that of its database; None where nobody knows."""
    major = environment.server_version if server_version is None else server_version
    if major is None:
        return version_of(environment.name, databases)
    if not OLDEST_SERVER <= major <= NEWEST_SERVER:
        raise UsageError(
            Diagnostic("out-of-range",
                       f"server_version is from {OLDEST_SERVER} to {NEWEST_SERVER}, not {major}")
        )  # fmt: skip
    return major * 10_000


def as_of(catalog: Catalog, version: int | None) -> Catalog:
    """A catalog of a scratch database as an older server would have it, whose forms are written
    then. A newer one's could not be tried."""
    if version is None or version > catalog.version:
        return catalog
    return replace(as_of_version(catalog, version), version=version)


def folders_of(environment: Environment) -> tuple[Path, ...]:
    """Its folders of migrations. Raises UsageError where it has none."""
    return _paths(environment, "migrations")


def _paths(environment: Environment, setting: str) -> tuple[Path, ...]:
    found = environment.paths(setting)
    if not found:
        raise UsageError(
            Diagnostic(
                "missing-source",
                f"environment {environment.name} has no `{setting}`",
                hint=f'add to it: {setting} = "db/{setting}"',
            )
        )
    return found
