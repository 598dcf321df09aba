"""After the rows: sequences, statistics, materialized views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.model.names import QName, quote
from confiture.model.schema import Sequence
from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.discreet import without_values
from confiture.steps.node import Node


@STEPS.register("set-sequences")
@dataclass(frozen=True, kw_only=True)
class SetSequences(Node):
    """Sets each sequence past the values that were written, never back.

    The maximum of the written column (the minimum, for a descending sequence) counts as used, as
    far as the sequence could have given it; one that feeds several columns ends at the furthest.
    Where the column holds texts made from the numbers, the source's sequence tells how far it is.
    """

    kind: ClassVar[str] = "set-sequences"

    source: str
    sequences: tuple[Sequence, ...]

    def preview(self) -> str:
        return f"set {len(self.sequences)} sequences from the written values"

    def run(self, work: Work) -> None:
        reached = self._reached(work)
        with work.commit() as session, without_values():
            for sequence in self.sequences:
                value = reached.get(sequence.name) or _written(session, sequence)
                if value is not None:
                    _advance(session, sequence, value)

    def _reached(self, work: Work) -> dict[QName, int]:
        """How far the source's sequences are that feed columns of other types."""
        wanted = [sequence.name for sequence in self.sequences if not sequence.plain]
        if not wanted:
            return {}
        with work.session(self.source) as session:
            found = {name: _position(session, name) for name in wanted}
        return {name: value for name, value in found.items() if value is not None}


def _position(session: Session, name: QName) -> int | None:
    if not session.query("select to_regclass($1) is not null", [name.sql])[0][0]:
        return None
    rows = session.query(f"select last_value from {name.sql} where is_called")
    return int(rows[0][0]) if rows else None


def _written(session: Session, sequence: Sequence) -> int | None:
    """The furthest value in the column among those that the sequence can give."""
    if not sequence.plain:
        return None
    column = quote(sequence.column)
    least, most = session.query(
        "select seqmin, seqmax from pg_sequence where seqrelid = $1::regclass", [sequence.name.sql]
    )[0]
    furthest = "max" if sequence.increment > 0 else "min"
    rows = session.query(
        f"select {furthest}({column})::bigint from {sequence.table.sql}"
        f" where {column} between {least} and {most}"
    )
    return None if rows[0][0] is None else int(rows[0][0])


def _advance(session: Session, sequence: Sequence, value: int) -> None:
    beyond = ">" if sequence.increment > 0 else "<"
    session.query(
        f"select setval($1::regclass, $2::bigint) from {sequence.name.sql}"
        f" where $2::bigint {beyond} last_value or $2::bigint = last_value and not is_called",
        [sequence.name.sql, value],
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
        with work.commit() as session, without_values():
            session.script(f"analyze {', '.join(table.sql for table in self.tables)}")


@STEPS.register("refresh-views")
@dataclass(frozen=True, kw_only=True)
class RefreshViews(Node):
    """Refreshes the materialized views that are populated, each after those that it reads."""

    kind: ClassVar[str] = "refresh-views"

    views: tuple[QName, ...]

    def preview(self) -> str:
        return f"refresh {len(self.views)} materialized views"

    def run(self, work: Work) -> None:
        with work.commit() as session, without_values():
            for view in self.views:
                populated = "select relispopulated from pg_class where oid = $1::regclass"
                if session.query(populated, [view.sql])[0][0]:
                    session.script(f"refresh materialized view {view.sql}")
