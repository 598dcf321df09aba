"""What a checked recipe says, each part with its place in the text.

Everything here is resolved as far as the text alone allows: `extends` and `include` are
applied, names are known to exist, values have the type that their setting wants.
What depends on a database (tables, columns) or on `--set` is resolved by the planner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from confiture.model.declarations import (
    ColumnRule,
    Constant,
    Environment,
    Masking,
    Parameter,
    Secret,
    Sql,
    Value,
)
from confiture.model.patience import Patience
from confiture.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """`users`, `app.users`, `app.*`, `app.tmp_*`: one or two parts, `*` for any characters."""

    parts: tuple[str, ...]
    span: Span = field(compare=False, repr=False)

    def __str__(self) -> str:
        return ".".join(self.parts)


# ------------------------------------------------------------------ statements of a recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """`build ENV [from "dir", …] { drop_first, order, include, exclude, ready }`.

    `sources` are absolute; without `from` they are the environment's `schema`. `ready` is how
    many clones are kept for the next build of the same files.
    """

    environment: str
    sources: tuple[Path, ...]
    drop_first: bool = False
    order: str = "alphabetical"
    include: tuple[str, ...] = ("**/*.sql",)
    exclude: tuple[str, ...] = ()
    ready: int = 0
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """`seed ENV [from "dir", …] { include, exclude }`; files in order of their paths."""

    environment: str
    sources: tuple[Path, ...]
    include: tuple[str, ...] = ("**/*.sql", "**/*.csv")
    exclude: tuple[str, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """`run $$ … $$ [within DURATION]` in a step of a migration: one transaction."""

    sql: Sql | None
    file: Path | None
    within: timedelta | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """`backfill TABLE set $$ … $$ [where $$ … $$]`; `sql` is the UPDATE that this means."""

    sql: Sql
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageVerify:
    sql: Sql
    message: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """`undo $$ … $$` or `undo file "x.sql"`."""

    sql: Sql | None
    file: Path | None
    span: Span = field(compare=False, repr=False)


Action: TypeAlias = "StageRun | Backfill | StageVerify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`step NAME "doc" { … }` of a `migrate`. `irreversible` is why it cannot be undone; a step
    with neither that nor an `undo` leaves it open."""

    name: str
    doc: str | None
    actions: tuple[Action, ...]
    undo: Undo | None
    irreversible: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """`migrate ENV [from "dir", …] [to "dir", …] { version, steps, force, offline; step … }`.

    With `stages`, by its own steps, in the order in which they run. With `to`, to what DDL files
    describe: `schema` has them. Otherwise by the files of the folders `sources`, those of the
    environment's `migrations` without `from`: to `version`, or `steps` of them, down where it is
    negative.
    """

    environment: str
    sources: tuple[Path, ...]
    schema: tuple[Path, ...] = ()
    stages: tuple[Stage, ...] = ()
    patience: Patience = field(default_factory=Patience)
    version: str | None = None
    steps: int | None = None
    force: bool = False
    offline: bool = False
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRules:
    """`mask TABLE [using MASKING, …] { rules }`: the masking's rules, then the block's own."""

    table: Pattern
    using: tuple[Masking, ...]
    rules: tuple[ColumnRule, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    patterns: tuple[Pattern, ...]
    reason: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """`sync A into B { key, release, workers; take, skip, mask, keep others, verify }`.

    `takes` empty means every table. `checks` are names out of `CHECKS`.
    """

    source: str
    target: str
    key: str | None
    release: str | None
    workers: int
    takes: tuple[Pattern, ...]
    skips: tuple[Skip, ...]
    masks: tuple[TableRules, ...]
    keep_others: str | None
    checks: tuple[str, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`run $$ … $$ on ENV [within DURATION]`, or `run file "x.sql" on ENV`."""

    environment: str
    sql: Sql | None
    file: Path | None
    within: timedelta | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`subject CMP value`, e.g. `server_version >= 14` or `branch == "main"`."""

    subject: str
    comparison: str
    value: Value
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """`verify $$ … $$ on ENV [else "message"]`: the query returns one true value."""

    environment: str
    sql: Sql
    message: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Require:
    """As `verify`, but also over facts of the server, and checked before the plan starts."""

    environment: str
    test: Sql | Condition
    message: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """`accept data-loss on local because "…"`: a hazard that the recipe takes."""

    hazards: tuple[str, ...]
    environments: tuple[str, ...]
    reason: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyWhen:
    """Statements that are planned only when a parameter or constant has a value."""

    condition: Condition
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """Statements that are planned once for each value; `:variable` is bound in their SQL.

    A variable that stands where an environment is wanted names one.
    """

    variable: str
    values: Value
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


Statement: TypeAlias = (
    "Build | Seed | Migrate | Sync | Run | Verify | Require | Accept | Parallel | OnlyWhen"
    " | ForEach"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`recipe NAME "doc" after OTHER { workers = 4; statements }`."""

    name: str
    doc: str | None
    after: tuple[str, ...]
    workers: int
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A checked recipe file with all that it includes."""

    path: Path | None
    root: Path
    parameters: Mapping[str, Parameter]
    constants: Mapping[str, Constant]
    secrets: Mapping[str, Secret]
    environments: Mapping[str, Environment]
    maskings: Mapping[str, Masking]
    blocks: tuple[Block, ...]
    digest: str
    """SHA-256 over the canonical text of all files read."""


CHECKS = ("counts", "constraints", "masks")
"""What `verify` inside a sync can prove: row counts agree; every key holds when tested anew;
no source value of a column under a unique mask is in the target's column."""

HAZARDS = ("data-loss", "unproven")
"""`data-loss`: rows or a database are replaced. `unproven`: a step cannot be checked beforehand."""
