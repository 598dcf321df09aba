"""Run SQL that the recipe gives, in one transaction with its journal row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.node import Node
from confiture.steps.statement import Statement


@STEPS.register("run-sql")
@dataclass(frozen=True, kw_only=True)
class RunSql(Node):
    """`within` is a statement timeout in milliseconds, 0 for none."""

    kind: ClassVar[str] = "run-sql"

    sql: Statement
    within: int = 0

    def preview(self) -> str:
        return f"run {self.sql.summary()}"

    def run(self, work: Work) -> None:
        with work.commit_sql() as session:
            session.script("set local search_path = public")
            if self.within:
                session.script(f"set local statement_timeout = {self.within}")
            self.execute(session)

    def execute(self, session: Session) -> None:
        with self.sql.placed():
            if self.sql.values:
                session.query(self.sql.text, self.sql.parameters)
            else:
                session.script(self.sql.text)
