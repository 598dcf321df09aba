"""A step's place in the graph: the part that all kinds of steps share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from confiture.steps.abc import Fact, Work


class Where(TypedDict):
    """The part of a step's identity that the steps of one statement share."""

    statement: str
    environment: str
    lane: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """Identity, edges and weight of a step. Kinds of steps derive from it and add what they do."""

    kind: ClassVar[str]
    lasting: ClassVar[bool] = True
    transactional: ClassVar[bool] = True

    id: str
    statement: str
    environment: str
    lane: str
    needs: frozenset[Fact] = frozenset()
    gives: frozenset[Fact] = frozenset()
    cost: int = 0

    def done(self, work: Work) -> bool:
        return False
