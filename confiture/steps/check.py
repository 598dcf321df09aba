"""Checks that the recipe states: they write nothing, and run again in every process."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from confiture.errors import CheckFailed, Diagnostic
from confiture.steps.abc import STEPS, Session, Work
from confiture.steps.node import Node
from confiture.steps.statement import Statement

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}

# What `require SUBJECT CMP VALUE on ENV` can ask of a server, in the unit it is compared in.
SUBJECTS: Mapping[str, str] = {
    "server_version": "select current_setting('server_version_num')::int / 10000",
    "database_size": "select pg_database_size(current_database())",
    "replication_lag": (
        "select case when pg_is_in_recovery()"
        " then coalesce(extract(epoch from now() - pg_last_xact_replay_timestamp()), 0)"
        " else 0 end::float8"
    ),
}


@STEPS.register("check-sql")
@dataclass(frozen=True, kw_only=True)
class CheckSql(Node):
    """`verify $$ … $$ on ENV` and `require $$ … $$ on ENV`: one row, one true value."""

    kind: ClassVar[str] = "check-sql"
    lasting: ClassVar[bool] = False

    sql: Statement
    message: str | None = None

    def preview(self) -> str:
        return f"verify {self.sql.summary()}"

    def run(self, work: Work) -> None:
        with work.session(self.environment) as session, session.transaction():
            session.script("set transaction read only")
            session.script("set local search_path = public")
            if not self._holds(session):
                raise CheckFailed(
                    Diagnostic(
                        "check-failed",
                        self.message or f"{self.sql.summary()} is not true",
                        hint=f"stated at {self.sql.place}, on {self.environment}",
                    )
                )

    def _holds(self, session: Session) -> bool:
        with self.sql.placed():
            rows = session.query(self.sql.text, self.sql.parameters)
        if len(rows) != 1 or len(rows[0]) != 1 or not isinstance(rows[0][0], bool | None):
            raise CheckFailed(
                Diagnostic(
                    "check-not-boolean",
                    f"{self.sql.place}: a check returns one row with one boolean",
                    hint="compare inside the query: select count(*) = 0 from …",
                )
            )
        return rows[0][0] is True


@STEPS.register("check-server")
@dataclass(frozen=True, kw_only=True)
class CheckServer(Node):
    """`require server_version >= 14 on ENV`; `value` in the unit of `SUBJECTS`."""

    kind: ClassVar[str] = "check-server"
    lasting: ClassVar[bool] = False

    subject: str
    comparison: str
    value: float
    message: str | None = None

    def preview(self) -> str:
        return f"require {self.subject} {self.comparison} {self.value:g}"

    def run(self, work: Work) -> None:
        with work.session(self.environment) as session:
            actual = float(session.query(SUBJECTS[self.subject])[0][0])
        if not COMPARISONS[self.comparison](actual, self.value):
            raise CheckFailed(
                Diagnostic(
                    "requirement-not-met",
                    self.message
                    or f"{self.environment}: {self.subject} is {actual:g},"
                    f" {self.comparison} {self.value:g} is required",
                )
            )
