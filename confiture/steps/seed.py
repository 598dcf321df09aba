"""Rows from seed files: SQL with COPY blocks, or CSV named after its table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from confiture.ddl.files import SqlFile
from confiture.errors import ConfitureError, Diagnostic
from confiture.model.names import QName, quote
from confiture.steps.abc import STEPS, Control, Work
from confiture.steps.files import FileReference, load
from confiture.steps.node import Node
from confiture.steps.script import fresh, run_file


@STEPS.register("load-seeds")
@dataclass(frozen=True, kw_only=True)
class LoadSeeds(Node):
    """All files in one transaction, each in a savepoint of its own."""

    kind: ClassVar[str] = "load-seeds"

    files: tuple[FileReference, ...]

    def preview(self) -> str:
        return f"load {len(self.files)} seed files"

    def run(self, work: Work) -> None:
        read = 0
        with work.commit_sql() as session:
            for file in load(self.files, work):
                with session.transaction():
                    load_seed(session, file)
                read += len(file.text)
                work.advance(rows=0, bytes=read)


def load_seed(session: Control, file: SqlFile) -> None:
    """Run an SQL file, or copy a CSV file into the table that its name ends with.

    `10_app.countries.csv`, or `countries.csv` for a table of `public`; its first line names
    the columns. Raises DatabaseError at the place of a refused statement.
    """
    if not file.is_csv:
        run_file(session, file)
        return
    table = csv_table(file.name)
    header, _, _ = file.text.partition("\n")
    columns = ", ".join(quote(name.strip().strip('"')) for name in header.split(","))
    session.script(fresh(session))
    session.copy_in(
        f"copy {table.sql} ({columns}) from stdin (format csv, header match)", file.text
    )


def csv_table(name: str) -> QName:
    """The table that a CSV file's name says: the digits that order files are not part of it."""
    stem = PurePosixPath(name).stem
    number, _, rest = stem.partition("_")
    parts = (rest if number.isdigit() and rest else stem).split(".")
    if len(parts) > 2 or not all(parts):  # noqa: PLR2004 - schema and table
        raise ConfitureError(
            Diagnostic(
                "bad-csv-name",
                f"{name} does not name a table",
                hint="call it like 10_app.countries.csv, for the table app.countries",
            )
        )
    return QName("public", parts[0]) if len(parts) == 1 else QName(*parts)
