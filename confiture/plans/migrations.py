"""Which migrations a database has to go through, and where its ledger and the files disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from confiture.ddl.migrations import Migration, find
from confiture.errors import Diagnostic, RecipeError, Severity, did_you_mean
from confiture.steps.migration_ledger import Applied

_HALF = frozenset({"applying", "undoing"})
_HALF_WAY = frozenset({"changed-half-way", "gone-half-way"})
_TAKE_BACK = "take that part back: confiture migrate down"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One migration, up or down; the first `done` of its groups are done already, and the next one
    may be where it was `begun`. `undo` is the way back of one that got no further, to what was
    before it."""

    migration: Migration
    down: bool
    done: int = 0
    begun: bool = False
    undo: bool = False


def course(
    known: Sequence[Migration],
    ledger: Sequence[Applied],
    *,
    version: str | None = None,
    steps: int | None = None,
    force: bool = False,
) -> tuple[Move, ...]:
    """The migrations to run, in order: all that are pending, or those up or down to `version`,
    or `steps` of them, whose sign then is the way, whatever `version` says.

    Raises RecipeError for faults (see `faults`) unless `force`, for a version that is not known,
    and for a way down that does not exist.
    """
    begun = [one for one in ledger if not one.is_whole]
    target = _target(known, version)
    down = _is_below(target, ledger, known) if steps is None else steps < 0
    # An undo reads no file.
    harmless = _HALF_WAY if down else frozenset()
    errors = (one for one in faults(known, ledger) if one.severity is Severity.ERROR)
    wrong = [one for one in errors if one.code not in harmless]
    if wrong and not force:
        raise RecipeError(*wrong)
    if begun and begun[0].state == "reverting":
        return _and_again((_rest(known, begun[0]),), known, ledger)
    if down:
        undone = tuple(_undo(known, one) for one in begun)
        left = max(-steps - len(undone), 0) if steps is not None else None
        return _and_again((*undone, *_down(known, ledger, target, left)), known, ledger)
    if begun and begun[0].state == "undoing":
        raise RecipeError(
            Diagnostic(
                "undoing", f"{begun[0].version}_{begun[0].name} is being taken back",
                hint="finish that first: confiture migrate down",
            )
        )  # fmt: skip
    up = _up(known, ledger, target)
    return _and_again(up if steps is None else up[:steps], known, ledger)


def _and_again(
    moves: tuple[Move, ...], known: Sequence[Migration], ledger: Sequence[Applied]
) -> tuple[Move, ...]:
    """With the repeatable files that run again after one of the moves; not such as have changed
    and wait for all numbered migrations."""
    if not any(one.migration.calls_again(down=one.down) for one in moves if not one.undo):
        return moves
    moved = {one.migration.version for one in moves}
    been = {(one.version, one.checksum) for one in ledger}
    again = (
        Move(migration=one, down=False) for one in known
        if one.is_repeatable and one.version not in moved and (one.version, one.checksum) in been
    )  # fmt: skip
    return (*moves, *again)


def _target(known: Sequence[Migration], version: str | None) -> Migration | None:
    if version is None:
        return None
    found = find(known, version)
    if found is None:
        raise RecipeError(
            Diagnostic(
                "unknown-version",
                f"no migration {version!r}",
                hint=did_you_mean(version, [name for m in known for name in (m.version, m.title)])
                or "see them: confiture migrate status",
            )
        )
    return found


def _is_below(
    target: Migration | None, ledger: Sequence[Applied], known: Sequence[Migration]
) -> bool:
    """Whether a database is past a migration."""
    if target is None:
        return False
    whole = {one.version for one in ledger if one.is_whole}
    return target.version in whole and any(
        one.order > target.order and one.version in whole and not one.is_repeatable for one in known
    )


def _up(
    known: Sequence[Migration], ledger: Sequence[Applied], target: Migration | None
) -> tuple[Move, ...]:
    rows = {one.version: one for one in ledger}
    moves = []
    for one in known:
        row = rows.get(one.version)
        if target is not None and (one.order > target.order):
            continue
        changed = one.is_repeatable and row is not None and row.checksum != one.checksum
        if row is None or changed:
            moves.append(Move(migration=one, down=False))
        elif row.state == "applying":
            moves.append(_go_on(one, row, down=False))
    return tuple(moves)


def _go_on(migration: Migration, row: Applied, *, down: bool) -> Move:
    return Move(migration=migration, down=down, done=row.done, begun=row.begun > row.done)


def _down(
    known: Sequence[Migration],
    ledger: Sequence[Applied],
    target: Migration | None,
    steps: int | None,
) -> tuple[Move, ...]:
    """The latest first; what was there before Confiture stays."""
    whole = {one.version: one for one in ledger if one.is_whole}
    applied = [m for m in reversed(known) if m.version in whole and not m.is_repeatable]
    chosen = [m for m in applied if target is None or m.order > target.order][:steps]
    wrong = [fault for m in chosen for fault in _no_way_down(m, whole[m.version])]
    if wrong:
        raise RecipeError(*wrong)
    return tuple(Move(migration=m, down=True) for m in chosen)


def _no_way_down(migration: Migration, row: Applied) -> Iterable[Diagnostic]:
    if row.state == "baseline":
        yield Diagnostic(
            "below-baseline", f"{migration.title} was there before: the database began with it",
            hint="name fewer steps, or a later version",
        )  # fmt: skip
    elif not migration.is_reversible:
        yield Diagnostic(
            "irreversible", f"{migration.title} has no way down",
            hint=f"write {migration.title}.down.sql",
        )  # fmt: skip


def _rest(known: Sequence[Migration], row: Applied) -> Move:
    """What is left of a migration that is being taken back."""
    found = next((one for one in known if one.version == row.version), None)
    if found is None:
        raise RecipeError(*_gone([row], {}))
    return _go_on(found, row, down=True)


def _undo(known: Sequence[Migration], row: Applied) -> Move:
    same = (one for one in known if one.version == row.version)
    found = next(same, Migration(version=row.version, name=row.name))
    return Move(migration=found, down=True, undo=True)


# ------------------------------------------------------------------ what is wrong


def faults(known: Sequence[Migration], ledger: Sequence[Applied]) -> tuple[Diagnostic, ...]:
    """Where files and ledger disagree: files that changed after they ran, files that are gone,
    files older than what has run; as warnings, migrations without a way down."""
    rows = {one.version: one for one in ledger}
    files = {one.version: one for one in known}
    found = [
        *_changed(known, rows), *_gone(ledger, files), *_late(known, rows), *_half(known, rows)
    ]  # fmt: skip
    found += [
        Diagnostic(
            "irreversible", f"{one.title} has no way down", severity=Severity.WARNING,
            hint=f"write {one.title}.down.sql, or leave it so",
        )
        for one in known
        if not one.is_reversible and not one.is_repeatable
    ]  # fmt: skip
    return tuple(found)


def _changed(known: Sequence[Migration], rows: Mapping[str, Applied]) -> Iterable[Diagnostic]:
    for one in known:
        row = rows.get(one.version)
        if row is None or one.is_repeatable or one.is_same(row.version, row.checksum):
            continue
        if row.state in _HALF:
            yield Diagnostic(
                "changed-half-way",
                f"{one.title} has changed since a part of it was applied",
                hint=f"put it back; or {_TAKE_BACK}",
            )
        else:
            yield Diagnostic(
                "changed-after-applied",
                f"{one.title} has changed since it was applied",
                hint="put it back, and say what is new in another migration; or --force",
            )


def _gone(ledger: Sequence[Applied], files: Mapping[str, Migration]) -> Iterable[Diagnostic]:
    squashed = {version for one in files.values() for version in one.squashes}
    for row in ledger:
        if row.version in files or row.version in squashed or not row.version[:1].isdigit():
            continue
        if row.state in _HALF:
            yield Diagnostic(
                "gone-half-way",
                f"a part of {row.version}_{row.name} was applied, and its file is gone",
                hint=f"bring the file back; or {_TAKE_BACK}",
            )
        elif row.state != "baseline":
            yield Diagnostic(
                "file-gone",
                f"{row.version}_{row.name} was applied, and its file is gone",
                hint="bring the file back, as git has it; or --force",
            )


def _late(known: Sequence[Migration], rows: Mapping[str, Applied]) -> Iterable[Diagnostic]:
    applied = [one for one in known if one.version in rows and not one.is_repeatable]
    last = max((one.order for one in applied), default=None)
    for one in known:
        if last is not None and one.version not in rows and one.order < last:
            yield Diagnostic(
                "out-of-order",
                f"{one.title} is older than {applied[-1].title}, which has been applied",
                hint="give it a later version: confiture migrate rebase; or --force",
            )


def _half(known: Sequence[Migration], rows: Mapping[str, Applied]) -> Iterable[Diagnostic]:
    for one in known:
        been = one.squashes.keys() & rows.keys()
        if been and one.version not in rows:
            yield Diagnostic(
                "partly-squashed",
                f"{one.title} stands for migrations of which the database has been through"
                f" {len(been)} only",
                hint="go up to its version with the files that git has from before",
            )
