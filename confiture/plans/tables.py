"""Which tables a sync takes: patterns against the tables of the source."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from confiture.errors import did_you_mean
from confiture.model.names import QName
from confiture.model.recipe import Pattern, Sync
from confiture.model.schema import Schema, Table
from confiture.plans.scope import Scope


def taken(scope: Scope, sync: Sync, source: Schema) -> tuple[Table, ...]:
    """The tables whose rows are copied: ordinary ones and leaf partitions.

    A pattern names a table, or a partition on its own; a partition belongs to the table that
    it is a part of. A pattern without `*` that matches nothing, or a bare name that stands in
    several schemas, is complained about. What holds no lasting rows of its own is left out, with
    a note.
    """
    known = set(source.by_name)
    chosen = set(known) if not sync.takes else _match_all(scope, sync.takes, known)
    skipped = _match_all(scope, [p for skip in sync.skips for p in skip.patterns], known)
    wanted = [
        table
        for table in source.tables
        if lineage(source, table) & chosen and not lineage(source, table) & skipped
    ]
    _note(scope, sync, "unlogged", [t for t in wanted if t.kind == "table" and t.unlogged])
    _note(scope, sync, "foreign", [t for t in wanted if t.kind == "foreign"])
    return tuple(table for table in wanted if table.kind == "table" and not table.unlogged)


def lineage(schema: Schema, table: Table) -> set[QName]:
    """A table, and what it is a partition of, up to the top."""
    names = {table.name}
    while table.parent is not None:
        table = schema.by_name[table.parent]
        names.add(table.name)
    return names


def find(scope: Scope, pattern: Pattern, known: Iterable[QName]) -> tuple[QName, ...]:
    """The names that a pattern means; complains when there are none."""
    known = sorted(known)
    found = tuple(name for name in known if matches(pattern, name))
    if not found:
        bare = len(pattern.parts) == 1
        names = [name.name if bare else str(name) for name in known]
        scope.complain(
            "unknown-table",
            f"no table matches {pattern}",
            pattern.span,
            did_you_mean(str(pattern), names) or "`confiture plan` needs it in the source",
        )
    elif len(found) > 1 and len(pattern.parts) == 1 and "*" not in pattern.parts[0]:
        scope.complain(
            "ambiguous-table",
            f"{pattern} stands in several schemas: {', '.join(map(str, found))}",
            pattern.span,
            f"say which: {found[0]}",
        )
    return found


def matches(pattern: Pattern, name: QName) -> bool:
    parts = (name.name,) if len(pattern.parts) == 1 else (name.schema, name.name)
    return len(parts) == len(pattern.parts) and all(
        fnmatchcase(part, _glob(wanted)) for part, wanted in zip(parts, pattern.parts, strict=True)
    )


def _glob(part: str) -> str:
    """Only `*` is special; `?` and `[` may stand in names."""
    return part.replace("[", "[[]").replace("?", "[?]")


def _match_all(scope: Scope, patterns: Iterable[Pattern], known: Iterable[QName]) -> set[QName]:
    return {name for pattern in patterns for name in find(scope, pattern, known)}


def _note(scope: Scope, sync: Sync, what: str, tables: list[Table]) -> None:
    if tables:
        names = ", ".join(str(table.name) for table in tables)
        scope.notes.append(f"{sync.source}: {what} tables are left out: {names}")
