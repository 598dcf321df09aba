"""One exported snapshot that all copies of a sync read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from confiture.steps.abc import STEPS, Fact, Work
from confiture.steps.node import Node


@STEPS.register("hold-snapshot")
@dataclass(frozen=True, kw_only=True)
class HoldSnapshot(Node):
    """Lasts as long as the process: a run that is resumed takes another and copies again."""

    kind: ClassVar[str] = "hold-snapshot"
    lasting: ClassVar[bool] = False

    def preview(self) -> str:
        return f"take one snapshot of {self.environment}"

    def run(self, work: Work) -> None:
        (fact,) = (f for f in self.gives if f.ephemeral)
        work.hold(fact, self._exported(work))

    @contextmanager
    def _exported(self, work: Work) -> Iterator[str]:
        with work.session(self.environment) as session, session.transaction():
            session.script("set transaction isolation level repeatable read, read only")
            yield str(session.query("select pg_export_snapshot()")[0][0])


def snapshot_fact(statement: str) -> Fact:
    return Fact("snapshot", statement)
