"""What Confiture does with migrations, as functions: writing them, and what databases have run.

Running them is `migrate` of a recipe: `api.plan` and `api.apply`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from confiture import migrating, sides
from confiture.comparison import proven_difference
from confiture.ddl.files import SqlFile, discover
from confiture.ddl.groups import groups
from confiture.ddl.migrations import Migration, find, squash_line
from confiture.ddl.migrations import migrations as read_folders
from confiture.ddl.objects import Catalog
from confiture.ddl.renames import former_names
from confiture.ddl.script import CopyBlock
from confiture.ddl.touch import Touch, touch
from confiture.environments import opened
from confiture.errors import ConfitureError, Diagnostic, RecipeError, UsageError
from confiture.model.declarations import NEWEST_SERVER, OLDEST_SERVER, Environment
from confiture.pg import journal, objects
from confiture.pg.databases import Databases
from confiture.pg.scratch import scratch
from confiture.pg.sizes import rates, sizes
from confiture.pg.versions import version_of
from confiture.plans.diff import Diff, diff, with_owners_of
from confiture.plans.former_names import Said, mapping
from confiture.plans.migrations import course, faults
from confiture.plans.preview import Preview
from confiture.plans.preview import preview as previewed
from confiture.plans.renames import as_of_version
from confiture.rehearsals import executed, state_before, tried
from confiture.steps import migration_history, migration_ledger
from confiture.steps.migration_history import HistoryRow
from confiture.steps.migration_ledger import Applied

_PYTHON = '''"""{name}"""


def up(session):
    session.execute("select 1")


def down(session):
    session.execute("select 1")
'''


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a new migration would do, and what would take it back; `folder` is where it goes."""

    folder: Path
    there: Diff
    back: Diff


@dataclass(frozen=True, kw_only=True)
class Written:
    """The files of a new migration, and the difference that they hold; None for empty ones."""

    paths: tuple[Path, ...]
    diff: Diff | None


@dataclass(frozen=True, kw_only=True)
class Status:
    """The migrations that there are, what a database has been through, and where the two
    disagree."""

    known: tuple[Migration, ...]
    ledger: tuple[Applied, ...]
    faults: tuple[Diagnostic, ...]

    @property
    def pending(self) -> tuple[Migration, ...]:
        whole = {row.version: row.checksum for row in self.ledger if row.is_whole}
        return tuple(
            one for one in self.known
            if one.version not in whole
            or (one.is_repeatable and whole[one.version] != one.checksum)
        )  # fmt: skip

    @property
    def current(self) -> Applied | None:
        """The latest of the numbered migrations that are whole."""
        rows = [row for row in self.ledger if row.is_whole and not row.version.startswith("R__")]
        return max(rows, key=lambda row: int(row.version), default=None)


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
    is unknown, RecipeError for files that are wrong and for a difference that cannot be proven.
    """
    if empty or python:
        with opened(environment, root) as (one, _, _):
            return _empty(_folders(one)[0], name, python=python)
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
        folder, *_ = folders = _folders(one)
        known = read_folders(folders, project_root=base)
        files = discover(_schema(one), project_root=base, include=["**/*.sql"])
        said = Said(tuple(renames), tuple(labels), former_names(files))
        version = _written_for(one, databases, server_version)
        found, back = _both_ways(known, files, databases, said, version, online=online)
    return Proposal(folder=folder, there=found, back=back)


def write(made: Proposal, name: str) -> Written:
    """Write a proposal's files."""
    up, down = migrating.new_paths(made.folder, name, (".up.sql", ".down.sql"))
    migrating.write([(up, made.there.sql), (down, made.back.sql)])
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
) -> tuple[Diff, Diff]:
    made = migrating.state_of(known, databases)
    old = _as_of(made, version)
    new = _as_of(sides.read(sides.Files("schema", files), databases), version)
    there = mapping(old, new, said)
    back = there.reversed()
    new = with_owners_of(old, new, back.renames)
    old = with_owners_of(new, old, there.renames)
    found = proven_difference(old, new, there, databases, online=online)
    if old.version // 10_000 < made.version // 10_000:
        note = f"written for PostgreSQL {old.version // 10_000}"
        found = replace(found, notes=(*found.notes, note))
    return found, proven_difference(new, old, back, databases, online=online)


def _written_for(
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


def _as_of(catalog: Catalog, version: int | None) -> Catalog:
    """A catalog of a scratch database as an older server would have it, whose forms are written
    then. A newer one's could not be tried."""
    if version is None or version > catalog.version:
        return catalog
    return replace(as_of_version(catalog, version), version=version)


def status(environment: str = "local", *, root: Path | None = None) -> Status:
    """What a database has been through, and what is left.

    Raises RecipeError for files that are wrong, DatabaseError when the server says no.
    """
    with opened(environment, root) as (one, databases, base):
        known = read_folders(_folders(one), project_root=base)
        ledger: tuple[Applied, ...] = ()
        if databases.exists(environment):
            with databases.session(environment, read_only=True) as session:
                ledger = migration_ledger.rows(session)
    return Status(known=known, ledger=ledger, faults=faults(known, ledger))


def history(environment: str = "local", *, root: Path | None = None) -> tuple[HistoryRow, ...]:
    """Each way up or down that a database's migrations have taken, in the order in which they
    began; of what was there before it, as of a build, the baseline. Raises as `status`."""
    with opened(environment, root) as (_, databases, _):
        if not databases.exists(environment):
            return ()
        with databases.session(environment, read_only=True) as session:
            return migration_history.rows(session)


def preview(
    environment: str = "local",
    *,
    version: str | None = None,
    steps: int | None = None,
    force: bool = False,
    execute: bool = False,
    against: str | None = None,
    root: Path | None = None,
) -> Preview:
    """What the migrations that a database has not been through would do, or what taking some back
    would (negative `steps`, or an earlier `version`).

    They are tried on a scratch copy without rows; the database is only read. With `execute` they
    run on the database too, or on the one at the URL `against`, in a transaction that is rolled
    back.
    """
    with opened(environment, root, against=against) as (one, databases, base):
        known = read_folders(_folders(one), project_root=base)
        with databases.session(environment, read_only=True) as session:
            ledger = migration_ledger.rows(session)
            before = state_before(session, ledger)
            catalog = objects.read(session)
            measured = sizes(session)
        moves = course(known, ledger, version=version, steps=steps, force=force)
        found = tried(moves, catalog, databases, before=before)
        if execute:
            with databases.session(environment) as session:
                found = executed(found, session)
        with scratch(databases) as session:
            speed = rates(session)
    return previewed(
        environment, found.moves, found.trials, sizes=measured, rates=speed, untried=found.untried
    )


def baseline(
    environment: str = "local", *, through: str | None = None, root: Path | None = None
) -> tuple[Migration, ...]:
    """Tell the ledger of a database that it has all that migrations make, or those up to one; which
    were noted.

    Raises UsageError for a version that no migration has.
    """
    with opened(environment, root) as (one, databases, base):
        known = read_folders(_folders(one), project_root=base)
        noted = known if through is None else _through(known, through)
        with databases.session(environment) as session, session.transaction():
            journal.make(session)
            for m in noted:
                migration_ledger.baseline(session, m.version, m.name, m.checksum)
    return noted


def _through(known: tuple[Migration, ...], version: str) -> tuple[Migration, ...]:
    last = find(known, version)
    if last is None:
        raise UsageError(
            Diagnostic("unknown-version", f"no migration {version!r}",
                       hint="see them: confiture migrate status")
        )  # fmt: skip
    return tuple(m for m in known if m.order <= last.order)


def squash(
    through: str, *, environment: str = "local", name: str = "squashed", root: Path | None = None
) -> tuple[Path, ...]:
    """Put one migration in the place of all up to one, which makes the same schema; the files
    written.

    Databases that went through them all need it no more, and those that went through some of them
    have to go through the rest first. Raises UsageError for migrations that make rows, or are
    Python: no schema tells of them.
    """
    with opened(environment, root) as (one, databases, base):
        folder, *_ = folders = _folders(one)
        known = _through(read_folders(folders, project_root=base), through)
        _refuse_rows(known)
        server = _written_for(one, databases, None)
        new = _as_of(migrating.state_of(known, databases), server)
        with scratch(databases) as session:
            old = _as_of(objects.read(session), server)
        there, back = diff(old, new, online=False), diff(new, old, online=False)
    version = known[-1].version
    paths = tuple(folder / f"{version}_{name}{suffix}" for suffix in (".up.sql", ".down.sql"))
    files = [file for m in known for file in (m.up, m.down) if file is not None]
    migrating.write([(paths[0], squash_line(known) + there.sql), (paths[1], back.sql)])
    for file in files:
        file.path.unlink()
    return paths


def _refuse_rows(known: Sequence[Migration]) -> None:
    found = [m.title for m in known if m.python is not None or _makes_rows(m)]
    if found:
        raise UsageError(
            Diagnostic("rows-change", f"no schema tells of the rows of {', '.join(found)}",
                       hint="squash through an earlier version, or turn it into a seed")
        )  # fmt: skip


def _makes_rows(migration: Migration) -> bool:
    if migration.up is None:
        return False
    pieces = (piece for group in groups(migration.up) for piece in group.pieces)
    return any(isinstance(piece, CopyBlock) or touch(piece.text) is Touch.FILLS for piece in pieces)


def rebase(environment: str = "local", *, root: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Give the pending migrations that are older than an applied one later versions, in their
    order; the old titles and the new ones.

    Raises RecipeError, with the files as they were, where all migrations in the new order do not
    make the schema any more that they made.
    """
    found = status(environment, root=root)
    late = [m for m in found.pending if not m.is_repeatable and _is_late(m, found)]
    with opened(environment, root) as (one, databases, base):
        folders = _folders(one)
        before = migrating.state_of(found.known, databases)
        moved = migrating.renumbered(late, found.known)
        renames = migrating.rename(moved)
        try:
            after = migrating.state_of(read_folders(folders, project_root=base), databases)
            left = diff(before, after).statements
        except ConfitureError:
            migrating.rename_back(renames)
            raise
        if left:
            migrating.rename_back(renames)
            raise RecipeError(
                Diagnostic("order-matters",
                           f"in another order the migrations would differ by: {left[0].sql}",
                           hint="rewrite the late one by hand, and give it a later version")
            )  # fmt: skip
    return tuple((old.title, f"{version}_{old.name}") for old, version in moved)


def _is_late(migration: Migration, found: Status) -> bool:
    current = found.current
    return current is not None and int(migration.version) < int(current.version)


def _folders(environment: Environment) -> tuple[Path, ...]:
    return _paths(environment, "migrations")


def _schema(environment: Environment) -> tuple[Path, ...]:
    return _paths(environment, "schema")


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
