"""What a sync proves about its result before it counts as finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture import _kernel
from confiture.errors import CheckFailed, Diagnostic
from confiture.model.names import QName, quote, spelled
from confiture.model.schema import ForeignKey
from confiture.steps.abc import STEPS, Bulk, Session, Work
from confiture.steps.copy_table import same_snapshot
from confiture.steps.discreet import without_values
from confiture.steps.node import Node
from confiture.steps.snapshot import snapshot_fact


@STEPS.register("verify-counts")
@dataclass(frozen=True, kw_only=True)
class VerifyCounts(Node):
    """Every table holds as many rows as the snapshot gave, and there was one snapshot."""

    kind: ClassVar[str] = "verify-counts"
    lasting: ClassVar[bool] = False

    tables: tuple[QName, ...]

    def preview(self) -> str:
        return f"verify the row counts of {len(self.tables)} tables"

    def run(self, work: Work) -> None:
        results = work.results("copy-table", self.statement)
        same_snapshot(results, self.statement)
        sent = {str(result["table"]): int(result["rows"]) for result in results}
        with work.session(self.environment) as session:
            wrong = [self._difference(session, table, sent) for table in self.tables]
        differences = [text for text in wrong if text]
        if differences:
            raise CheckFailed(Diagnostic("counts-differ", "; ".join(differences)))

    def _difference(self, session: Session, table: QName, sent: dict[str, int]) -> str | None:
        found = session.query(f"select count(*) from only {table.sql}")[0][0]
        expected = sent.get(str(table))
        return None if found == expected else f"{table} holds {found} rows of {expected}"


@dataclass(frozen=True, kw_only=True)
class ProvenKey:
    """A foreign key of a table. `own_only` and `target_only` leave out the tables that inherit
    from one of its ends, to which it does not apply; partitions are part of theirs."""

    table: QName
    key: ForeignKey
    own_only: bool
    target_only: bool


@STEPS.register("verify-constraints")
@dataclass(frozen=True, kw_only=True)
class VerifyConstraints(Node):
    """Every foreign key holds on every row, and every index is there and valid."""

    kind: ClassVar[str] = "verify-constraints"
    lasting: ClassVar[bool] = False

    keys: tuple[ProvenKey, ...]
    indexes: tuple[QName, ...]

    def preview(self) -> str:
        return f"verify {len(self.keys)} foreign keys row by row, and {len(self.indexes)} indexes"

    def run(self, work: Work) -> None:
        with work.session(self.environment) as session, without_values():
            faults = [fault for key in self.keys if (fault := self._orphans(session, key))]
            faults += self._broken_indexes(session)
        if faults:
            raise CheckFailed(Diagnostic("constraints-broken", "; ".join(faults)))

    def _orphans(self, session: Session, proven: ProvenKey) -> str | None:
        key = proven.key
        own = f"{'only ' if proven.own_only else ''}{proven.table.sql}"
        target = f"{'only ' if proven.target_only else ''}{key.target.sql}"
        joined = " and ".join(
            f"p.{quote(theirs)} {operator} c.{quote(ours)}"
            for ours, theirs, operator in zip(
                key.columns, key.target_columns, key.operators, strict=True
            )
        )
        filled = " and ".join(f"c.{quote(column)} is not null" for column in key.columns)
        count = session.query(
            f"select count(*) from {own} c where {filled}"
            f" and not exists (select from {target} p where {joined})"
        )[0][0]
        return f"{proven.table}: {count} rows break foreign key {key.name}" if count else None

    def _broken_indexes(self, session: Session) -> list[str]:
        rows = session.query(
            "select w.name from unnest($1::text[]) w (name)"
            " left join pg_index i on i.indexrelid = to_regclass(w.name)"
            " where i.indisvalid is not true order by 1",
            [[index.sql for index in self.indexes]],
        )
        return [f"index {name} is missing or invalid" for (name,) in rows]


@dataclass(frozen=True, kw_only=True)
class MaskedColumn:
    """`permuted` says that masked values may meet other source values by chance (`phone`)."""

    table: QName
    column: str
    permuted: bool


@STEPS.register("verify-masks")
@dataclass(frozen=True, kw_only=True)
class VerifyMasks(Node):
    """No value of a source column stands in the same column of the target.

    Asked of columns whose mask gives every value its own: others (names from a list) may meet a
    source value by chance. A permutation of few values meets them too, so of its column only half
    must differ; a mask that was not applied leaves them all. Values are compared as keyed 64-bit
    hashes that live in this process.
    """

    kind: ClassVar[str] = "verify-masks"
    lasting: ClassVar[bool] = False

    source: str
    columns: tuple[MaskedColumn, ...]

    def preview(self) -> str:
        return f"verify that no source value survives in {len(self.columns)} columns"

    def run(self, work: Work) -> None:
        snapshot = work.held(snapshot_fact(self.statement))
        with (
            work.bulk(self.source, snapshot) as source,
            work.bulk(self.environment, None) as target,
        ):
            faults = [
                f"{column.table}.{spelled(column.column)}: {survivors} values"
                for column in self.columns
                if (survivors := _survivors(column, source, target))
            ]
        if faults:
            raise CheckFailed(
                Diagnostic("source-values-survive", f"unmasked in the target: {'; '.join(faults)}")
            )


def _survivors(column: MaskedColumn, source: Bulk, target: Bulk) -> int:
    """How many rows of the target hold a source value; 0 when no more than chance allows."""
    name = quote(column.column)
    rows = (
        f"copy (select {name}::text from only {column.table.sql} where {name} is not null)"
        " to stdout (format binary)"
    )
    found = _kernel.count_members(target.link, rows, _kernel.collect(source.link, rows))
    if found and column.permuted:
        filled = f"select count({name})::text from only {column.table.sql}"
        return found if found * 2 > int(target.query(filled)[0][0]) else 0
    return found
