"""Run an SQL file that the recipe names, in one transaction with its journal row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.steps.abc import STEPS, Work
from confiture.steps.files import FileReference, load
from confiture.steps.node import Node
from confiture.steps.script import run_file


@STEPS.register("run-files")
@dataclass(frozen=True, kw_only=True)
class RunFiles(Node):
    """`within` is a statement timeout in milliseconds, 0 for none."""

    kind: ClassVar[str] = "run-files"

    files: tuple[FileReference, ...]
    within: int = 0

    def preview(self) -> str:
        return f"run {', '.join(file.path for file in self.files)}"

    def run(self, work: Work) -> None:
        with work.commit_sql() as session:
            for file in load(self.files, work):
                run_file(session, file, timeout=self.within)
