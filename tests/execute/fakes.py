"""Steps that do what a test says, and plans of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from confiture.plans.plan import Plan
from confiture.steps.abc import Fact, Work
from confiture.steps.node import Node


@dataclass(frozen=True, kw_only=True)
class Doing(Node):
    kind: ClassVar[str] = "doing"

    act: Callable[[], None] = lambda: None

    def preview(self) -> str:
        return self.id

    def run(self, work: Work) -> None:
        self.act()


@dataclass(frozen=True, kw_only=True)
class Checking(Doing):
    kind: ClassVar[str] = "checking"
    lasting: ClassVar[bool] = False


def facts(text: str) -> frozenset[Fact]:
    """`"a b snapshot:s"` as facts; those without a kind are of the kind `fact`."""
    pairs = (word.rpartition(":") for word in text.split())
    return frozenset(Fact(kind or "fact", name) for kind, _, name in pairs)


def doing(
    id_: str,
    needs: str = "",
    gives: str = "",
    *,
    act: Callable[[], None] = lambda: None,
    lane: str = "",
    cost: int = 0,
) -> Doing:
    return Doing(
        **_node(id_, needs, gives, lane),  # type: ignore[arg-type]
        cost=cost,
        act=act,
    )


def checking(
    id_: str, needs: str = "", gives: str = "", *, act: Callable[[], None] = lambda: None
) -> Checking:
    return Checking(**_node(id_, needs, gives, ""), act=act)  # type: ignore[arg-type]


def _node(id_: str, needs: str, gives: str, lane: str) -> dict[str, object]:
    return {
        "id": id_,
        "statement": id_,
        "environment": "local",
        "lane": lane or id_,
        "needs": facts(needs),
        "gives": facts(gives),
    }


def plan_of(*steps: Doing, lanes: tuple[tuple[str, int], ...] = ()) -> Plan:
    return Plan(
        recipe="test.conf", recipe_digest="", parameters=(), accesses=(), secrets=(), base=(),
        steps=steps, lanes=lanes, decisions=(), hazards=(), accepted=(),
    )  # fmt: skip
