"""What a sync proves about its result before it counts as finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture import _kernel
from confiture.errors import CheckFailed, Diagnostic
from confiture.model.names import QName, quote
from confiture.model.schema import ForeignKey
from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.copy_table import same_snapshot
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
    table: QName
    key: ForeignKey


@STEPS.register("verify-constraints")
@dataclass(frozen=True, kw_only=True)
class VerifyConstraints(Node):
    """Every foreign key holds on every row, and no index or constraint is left invalid."""

    kind: ClassVar[str] = "verify-constraints"
    lasting: ClassVar[bool] = False

    tables: tuple[QName, ...]
    keys: tuple[ProvenKey, ...]

    def preview(self) -> str:
        return f"verify {len(self.keys)} foreign keys row by row"

    def run(self, work: Work) -> None:
        with work.session(self.environment) as session:
            faults = [fault for key in self.keys if (fault := self._orphans(session, key))]
            faults += self._invalid(session)
        if faults:
            raise CheckFailed(Diagnostic("constraints-broken", "; ".join(faults)))

    def _orphans(self, session: Session, proven: ProvenKey) -> str | None:
        key = proven.key
        pairs = list(zip(key.columns, key.target_columns, strict=True))
        joined = " and ".join(f"p.{quote(target)} = c.{quote(own)}" for own, target in pairs)
        filled = " and ".join(f"c.{quote(own)} is not null" for own, _ in pairs)
        count = session.query(
            f"select count(*) from {proven.table.sql} c where {filled}"
            f" and not exists (select from {key.target.sql} p where {joined})"
        )[0][0]
        return f"{proven.table}: {count} rows break foreign key {key.name}" if count else None

    def _invalid(self, session: Session) -> list[str]:
        rows = session.query(
            "select i.indexrelid::regclass::text from pg_index i"
            " where not i.indisvalid and i.indrelid = any ($1::text[]::regclass[])",
            [[table.sql for table in self.tables]],
        )
        return [f"index {name} is invalid" for (name,) in rows]


@dataclass(frozen=True, kw_only=True)
class MaskedColumn:
    table: QName
    column: str


@STEPS.register("verify-masks")
@dataclass(frozen=True, kw_only=True)
class VerifyMasks(Node):
    """No value of a source column stands in the same column of the target.

    Asked of columns whose mask gives every value its own: others (names from a list) may meet a
    source value by chance. Values are compared as keyed 64-bit hashes that live in this process.
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
            faults = []
            for column in self.columns:
                rows = _rows_of(column)
                survivors = _kernel.count_members(
                    target.link, rows, _kernel.collect(source.link, rows)
                )
                if survivors:
                    faults.append(f"{column.table}.{column.column}: {survivors} values")
        if faults:
            raise CheckFailed(
                Diagnostic("source-values-survive", f"unmasked in the target: {'; '.join(faults)}")
            )


def _rows_of(column: MaskedColumn) -> str:
    name = quote(column.column)
    return (
        f"copy (select {name}::text from only {column.table.sql} where {name} is not null)"
        " to stdout (format binary)"
    )
