"""After the rows: sequences, statistics, materialized views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.model.names import QName, quote
from confiture.model.schema import Sequence
from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.node import Node


@STEPS.register("set-sequences")
@dataclass(frozen=True, kw_only=True)
class SetSequences(Node):
    """Sets each sequence past the values that were written, never back.

    The maximum of the written column (the minimum, for a descending sequence) counts as used;
    a sequence that feeds several columns ends at the furthest of them.
    """

    kind: ClassVar[str] = "set-sequences"

    sequences: tuple[Sequence, ...]

    def preview(self) -> str:
        return f"set {len(self.sequences)} sequences from the written values"

    def run(self, work: Work) -> None:
        with work.commit() as session:
            for sequence in self.sequences:
                self._set(session, sequence)

    def _set(self, session: Session, sequence: Sequence) -> None:
        furthest, beyond = ("max", ">") if sequence.increment > 0 else ("min", "<")
        session.query(
            "select setval($1::regclass, written.value)"
            f" from (select {furthest}({quote(sequence.column)})::bigint as value"
            f" from {sequence.table.sql}) written, {sequence.name.sql} s"
            f" where written.value {beyond} s.last_value"
            " or written.value = s.last_value and not s.is_called",
            [sequence.name.sql],
        )


@STEPS.register("analyze")
@dataclass(frozen=True, kw_only=True)
class Analyze(Node):
    """Fresh statistics from the target's own rows; the source's hold raw values."""

    kind: ClassVar[str] = "analyze"

    tables: tuple[QName, ...]

    def preview(self) -> str:
        return f"analyze {len(self.tables)} tables"

    def run(self, work: Work) -> None:
        with work.commit() as session:
            session.script(f"analyze {', '.join(table.sql for table in self.tables)}")


@STEPS.register("refresh-views")
@dataclass(frozen=True, kw_only=True)
class RefreshViews(Node):
    """Refreshes populated materialized views in the order in which they were made."""

    kind: ClassVar[str] = "refresh-views"

    def preview(self) -> str:
        return "refresh the materialized views"

    def run(self, work: Work) -> None:
        with work.commit() as session:
            views = session.query(
                "select n.nspname, c.relname from pg_class c"
                " join pg_namespace n on n.oid = c.relnamespace"
                " where c.relkind = 'm' and c.relispopulated order by c.oid"
            )
            for schema, name in views:
                session.script(f"refresh materialized view {QName(schema, name).sql}")
