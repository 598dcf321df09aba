"""A statement of a migration, in whichever of its forms."""

from __future__ import annotations

from dataclasses import dataclass

from confiture.steps.abc import Control
from confiture.steps.code import call
from confiture.steps.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Piece(Statement):
    """One statement, with the rows of a COPY … FROM stdin where it is one; or a `function` of the
    Python that `text` is."""

    data: str | None = None
    function: str | None = None

    def run(self, session: Control) -> None:
        if self.function is not None:
            call(self.text, self.function, session, place=self.place)
            return
        with self.placed():
            if self.data is not None:
                session.copy_in(self.text, self.data)
            elif self.values:
                session.query(self.text, self.parameters)
            else:
                session.script(self.text)
