"""What Confiture does with migrations, as functions: what databases have run, and files kept in
order.

Writing new ones is `generating`; running them is `migrate` of a recipe: `api.plan` and `api.apply`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from confiture import migrating
from confiture.ddl.groups import groups
from confiture.ddl.migrations import Migration, find, squash_line
from confiture.ddl.migrations import migrations as read_folders
from confiture.ddl.script import CopyBlock
from confiture.ddl.touch import Touch, touch
from confiture.environments import opened
from confiture.errors import ConfitureError, Diagnostic, RecipeError, UsageError
from confiture.generating import as_of, folders_of, written_for
from confiture.pg import journal, objects
from confiture.pg.scratch import scratch
from confiture.pg.sizes import rates, sizes
from confiture.plans.diff import diff
from confiture.plans.migrations import course, faults
from confiture.plans.preview import Preview
from confiture.plans.preview import preview as previewed
from confiture.rehearsals import executed, state_before, tried
from confiture.steps import migration_history, migration_ledger
from confiture.steps.migration_history import HistoryRow
from confiture.steps.migration_ledger import Applied


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
    def gone(self) -> tuple[Applied, ...]:
        """Numbered ones that no file has, nor one that stands for several."""
        known = {version for one in self.known for version in (one.version, *one.squashes)}
        return tuple(
            row for row in self.ledger if row.version.isdecimal() and row.version not in known
        )

    @property
    def current(self) -> Applied | None:
        """The latest of the numbered migrations that are whole."""
        rows = [row for row in self.ledger if row.is_whole and not row.version.startswith("R__")]
        return max(rows, key=lambda row: int(row.version), default=None)


def status(environment: str = "local", *, root: Path | None = None) -> Status:
    """What a database has been through, and what is left.

    Raises RecipeError for files that are wrong, DatabaseError when the server says no.
    """
    with opened(environment, root) as (one, databases, base):
        known = read_folders(folders_of(one), project_root=base)
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
        known = read_folders(folders_of(one), project_root=base)
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
        known = read_folders(folders_of(one), project_root=base)
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
    through: str,
    *,
    environment: str = "local",
    name: str = "squashed",
    force: bool = False,
    root: Path | None = None,
) -> tuple[Path, ...]:
    """Put one migration in the place of all up to one, which makes the same schema; the files
    written.

    Databases that went through them all need it no more, and those that went through some of them
    have to go through the rest first. Raises UsageError for migrations that make rows, or are
    Python, as no schema tells of them; and unless `force` where the environment has a database that
    has not been through all of them.
    """
    with opened(environment, root) as (one, databases, base):
        folder, *_ = folders = folders_of(one)
        known = _through(read_folders(folders, project_root=base), through)
        _refuse_rows(known)
        if not force and databases.exists(environment):
            with databases.session(environment, read_only=True) as session:
                _refuse_pending(known, migration_ledger.rows(session), environment)
        server = written_for(one, databases, None)
        new = as_of(migrating.state_of(known, databases), server)
        with scratch(databases) as session:
            old = as_of(objects.read(session), server)
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


def _refuse_pending(
    known: Sequence[Migration], ledger: Sequence[Applied], environment: str
) -> None:
    whole = {row.version for row in ledger if row.is_whole}
    pending = [
        m.title for m in known
        if m.version not in whole and not (m.squashes and m.squashes.keys() <= whole)
    ]  # fmt: skip
    if pending:
        raise UsageError(
            Diagnostic("pending", f"{environment} has not been through {', '.join(pending)}",
                       hint=f"confiture migrate up --env {environment}; or --force")
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
        folders = folders_of(one)
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
