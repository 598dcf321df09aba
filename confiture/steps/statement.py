"""SQL inside a step: its text, the values bound to it, and where the recipe says it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

from confiture.errors import DatabaseError

Bound: TypeAlias = str | int | bool | tuple[str, ...] | None
"""A value for a bind parameter; a tuple becomes an array."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """`place` is `file:line:column` of the island in the recipe."""

    text: str
    place: str
    values: tuple[Bound, ...] = ()

    @property
    def parameters(self) -> list[object]:
        return [list(v) if isinstance(v, tuple) else v for v in self.values]

    def summary(self) -> str:
        return textwrap.shorten(self.text, width=70, placeholder="…")

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Name the recipe's place in what a server says about the statement."""
        try:
            yield
        except DatabaseError as error:
            diagnostics = [
                replace(d, message=f"{self.place}: {d.message}") for d in error.diagnostics
            ]
            raise DatabaseError(
                *diagnostics, sqlstate=error.sqlstate, position=error.position
            ) from error
