"""Copy the rows of one table through the kernel, masked on the way."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar, Literal

from confiture import _kernel
from confiture.errors import CheckFailed, Diagnostic, Interrupted
from confiture.model.names import QName, literal, quote
from confiture.model.schema import Trigger
from confiture.steps.abc import STEPS, Bulk, Work
from confiture.steps.node import Node
from confiture.steps.snapshot import snapshot_fact


@dataclass(frozen=True, kw_only=True)
class MaskUse:
    """A mask on a column; `constant` is its value as SQL text where the mask is `constant`."""

    mask: str
    arguments: tuple[tuple[str, str | int | bool], ...]
    domain: str
    max_chars: int | None
    constant: str | None = None


@dataclass(frozen=True, kw_only=True)
class CopiedColumn:
    """`raw` reads the stored text: the output of `xml` leaves out its declaration."""

    name: str
    type: str
    mask: MaskUse | None = None
    raw: bool = False


@STEPS.register("copy-table")
@dataclass(frozen=True, kw_only=True)
class CopyTable(Node):
    """Empties the table and fills it, in one transaction with its journal row.

    Since no other transaction can see the rows before, they are written frozen, with their pages
    marked all-visible: the next reader sets no hint bits, and no vacuum comes back to them.

    `format` is `binary`, or `text` for tables with a type whose binary form does not travel.
    `key` names the secret of the masks. `expected` is the planner's estimate of rows.
    """

    kind: ClassVar[str] = "copy-table"

    source: str
    table: QName
    columns: tuple[CopiedColumn, ...]
    triggers: tuple[Trigger, ...]
    format: Literal["binary", "text"]
    key: str | None
    release: str
    expected: int

    def preview(self) -> str:
        masked = sum(column.mask is not None for column in self.columns)
        note = f", {masked} of {len(self.columns)} columns masked" if masked else ""
        return f"copy {self.table}{note}"

    def run(self, work: Work) -> None:
        snapshot = work.held(snapshot_fact(self.statement))
        result: dict[str, int | str] = {"table": str(self.table), "snapshot": snapshot or ""}
        with work.bulk(self.source, snapshot) as source, work.bulk_commit(result) as target:
            self._silence_triggers(target)
            target.script(f"truncate only {self.table.sql}")
            copied = self._copy(work, source, target)
            self._restore_triggers(target)
            result |= {
                "rows": copied.rows,
                "bytes": copied.bytes_read,
                "masked": copied.masked,
                "unparsed": copied.unparsed,
            }

    def _copy(self, work: Work, source: Bulk, target: Bulk) -> _kernel.CopyResult:
        names = ", ".join(quote(column.name) for column in self.columns)
        progress = _kernel.Progress()
        masks = self._masks(work, target)
        with ExitStack() as stack:
            stack.enter_context(work.on_cancel(progress.cancel))
            stack.enter_context(work.watch(progress))
            try:
                return _kernel.copy(
                    source.link,
                    target.link,
                    f"copy {self._rows()} to stdout (format {self.format})",
                    f"copy {self.table.sql} ({names}) from stdin (format {self.format}, freeze)",
                    format=self.format,
                    masks=masks,
                    progress=progress,
                )
            except _kernel.Cancelled:
                raise Interrupted(
                    Diagnostic("interrupted", f"the copy of {self.table} was stopped")
                ) from None

    def _rows(self) -> str:
        """What COPY reads: the table, or a query where a type's own output would change it."""
        columns = ", ".join(
            quote(column.name) + ("::text" if column.raw else "") for column in self.columns
        )
        if any(column.raw for column in self.columns):
            return f"(select {columns} from only {self.table.sql})"
        return f"{self.table.sql} ({columns})"

    def _masks(self, work: Work, target: Bulk) -> Sequence[_kernel.Mask | None]:
        key = work.secret(self.key) if self.key else None
        return [self._mask(column, key, target) for column in self.columns]

    def _mask(self, column: CopiedColumn, key: bytes | None, target: Bulk) -> _kernel.Mask | None:
        use = column.mask
        if use is None:
            return None
        arguments: dict[str, str | int | bool | bytes | None] = dict(use.arguments)
        if use.constant is not None:
            arguments = {"value": self._wire_form(column, use.constant, target)}
        return _kernel.Mask(
            use.mask,
            arguments,
            key=key,
            release=self.release,
            domain=use.domain,
            max_chars=use.max_chars,
        )

    def _wire_form(self, column: CopiedColumn, value: str, target: Bulk) -> bytes:
        """A constant as the server itself sends it in this copy's format."""
        typed = f"{literal(value)}::{column.type}"
        if self.format == "text":
            return str(target.query(f"select ({typed})::text")[0][0]).encode()
        regtype = literal(column.type)
        sender = target.query(
            f"select typsend::regproc::text from pg_type where oid = {regtype}::regtype"
        )[0][0]
        return bytes.fromhex(target.query(f"select encode({sender}({typed}), 'hex')")[0][0])

    def _silence_triggers(self, target: Bulk) -> None:
        if any(trigger.enabled != "D" for trigger in self.triggers):
            target.script(f"alter table {self.table.sql} disable trigger user")

    def _restore_triggers(self, target: Bulk) -> None:
        modes = {"O": "enable", "R": "enable replica", "A": "enable always"}
        for trigger in self.triggers:
            if trigger.enabled in modes:
                target.script(
                    f"alter table {self.table.sql}"
                    f" {modes[trigger.enabled]} trigger {quote(trigger.name)}"
                )


def same_snapshot(results: Sequence[dict[str, int | str]], statement: str) -> None:
    """Raise unless all copies of a sync read from one snapshot."""
    if len({result["snapshot"] for result in results}) > 1:
        raise CheckFailed(
            Diagnostic(
                "mixed-snapshots",
                f"the tables of `{statement}` were read from different snapshots",
                hint="start the run again with `confiture apply`",
            )
        )
