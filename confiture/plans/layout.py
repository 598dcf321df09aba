"""The order of a plan's steps in a picture, and where their boxes stand, in pixels.

Steps run from left to right, in layers by longest path; the order within a layer is by barycenter,
as in K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system
structures" (1981).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from confiture.plans.graph import ordered, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from confiture.plans.plan import Plan
    from confiture.steps.abc import Step

Graph: TypeAlias = Mapping[str, frozenset[str]]
"""For each node, those that it comes after."""

Node: TypeAlias = "str | tuple[str, int, int]"
"""A box by its id, or a point that lines pass: ("hub", number, 0) or ("bend", link, column)."""

BOX_HEIGHT = 26.0
_POINT_HEIGHT = 6.0
_ROW_GAP = 10.0
_COLUMN_GAP = 44.0
_SWEEPS = 4


@dataclass(frozen=True)
class Hub:
    """Each of `children` comes after all of `parents`: drawn through one point, not as a mesh."""

    parents: tuple[str, ...]
    children: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A line through `nodes`; it stands for the edges from each parent to each child."""

    nodes: tuple[Node, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A box, or a point of no width to speak of; `y` is that of its middle."""

    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Drawing:
    places: Mapping[Node, Place]
    links: tuple[Link, ...]
    width: float
    height: float


def layers(graph: Graph) -> dict[str, int]:
    """For each node, in the order of the graph, the length of the longest way to it."""
    found: dict[str, int] = {}
    for node in ordered(graph):
        found[node] = 1 + max((found[parent] for parent in graph[node]), default=-1)
    return {node: found[node] for node in graph}


@dataclass(frozen=True)
class Section:
    """A statement's steps in an order in which they can run, and what they wait for.

    `inner` are the edges among them, `outer` the other statements that each step waits for.
    """

    name: str
    steps: tuple[Step, ...]
    inner: Graph
    outer: Mapping[str, frozenset[str]]
    layer: Mapping[str, int]

    @property
    def after(self) -> frozenset[str]:
        """The statements that all its first steps wait for."""
        first = [self.outer[id_] for id_, parents in self.inner.items() if not parents]
        return frozenset.intersection(*first)


def sections(plan: Plan) -> tuple[Section, ...]:
    """A plan by statement, in the order of the recipe."""
    graph = reduced(plan.graph)
    home = {step.id: step.statement for step in plan.steps}
    found: dict[str, list[Step]] = {}
    for step in plan.steps:
        found.setdefault(step.statement, []).append(step)
    return tuple(_section(name, steps, graph, home) for name, steps in found.items())


def _section(name: str, steps: Sequence[Step], graph: Graph, home: Mapping[str, str]) -> Section:
    ids = frozenset(step.id for step in steps)
    inner = {step.id: graph[step.id] & ids for step in steps}
    layer = layers(inner)
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(s.kind for s in steps))}
    # As the executor does it: of the steps that could start, the dearest first.
    ranked = sorted(steps, key=lambda s: (layer[s.id], kinds[s.kind], -s.cost))
    return Section(
        name=name,
        steps=tuple(ranked),
        inner={step.id: inner[step.id] for step in ranked},
        outer={id_: frozenset(home[parent] for parent in graph[id_] - ids) for id_ in ids},
        layer=layer,
    )


def numbered(sections: Iterable[Section]) -> dict[str, int]:
    """A number from 1 for each step: one that waits has a higher number than what it waits for."""
    ids = (step.id for section in sections for step in section.steps)
    return {id_: number for number, id_ in enumerate(ids, 1)}


def bundled(graph: Graph) -> tuple[tuple[tuple[str, str], ...], tuple[Hub, ...]]:
    """The edges to draw one by one, and those that a hub spares: `m + n` lines, not `m * n`."""
    position = {node: number for number, node in enumerate(graph)}
    followers: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for node, parents in graph.items():
        followers[parents].append(node)
    edges: list[tuple[str, str]] = []
    hubs: list[Hub] = []
    for parents, children in followers.items():
        first_to_last = tuple(sorted(parents, key=position.__getitem__))
        if len(parents) * len(children) > len(parents) + len(children):
            hubs.append(Hub(first_to_last, tuple(children)))
        else:
            edges.extend((parent, child) for child in children for parent in first_to_last)
    return tuple(edges), tuple(hubs)


def arrange(graph: Graph, widths: Mapping[str, float]) -> Drawing:
    """Places for boxes of those widths, and the lines between them."""
    column: dict[Node, int] = {node: 2 * layer for node, layer in layers(graph).items()}
    links = tuple(_links(graph, column))
    order = _order(column, links)
    lefts, total = _lefts(order, widths)
    heights = {c: _height(nodes) for c, nodes in order.items()}
    tallest = max(heights.values(), default=0.0)
    places: dict[Node, Place] = {}
    for c, nodes in order.items():
        y = (tallest - heights[c]) / 2
        width = max((widths[n] for n in nodes if isinstance(n, str)), default=0.0)
        for node in nodes:
            height = _size(node)
            places[node] = Place(lefts[c], y + height / 2, width)
            y += height + _ROW_GAP
    return Drawing(places, links, total, tallest)


def _links(graph: Graph, column: dict[Node, int]) -> Iterator[Link]:
    """All lines. Hubs get the odd columns, between boxes; long lines bend in each even one."""
    edges, hubs = bundled(graph)
    wanted: list[tuple[Node, Node, tuple[str, ...], tuple[str, ...]]] = [
        (parent, child, (parent,), (child,)) for parent, child in edges
    ]
    for number, hub in enumerate(hubs):
        point = ("hub", number, 0)
        column[point] = column[hub.children[0]] - 1
        wanted += [(parent, point, (parent,), hub.children) for parent in hub.parents]
        wanted += [(point, child, hub.parents, (child,)) for child in hub.children]
    for number, (start, end, parents, children) in enumerate(wanted):
        between = range(column[start] // 2 * 2 + 2, column[end], 2)
        bends: list[Node] = [("bend", number, passed) for passed in between]
        column |= dict(zip(bends, between, strict=True))
        yield Link((start, *bends, end), parents, children)


def _order(column: Mapping[Node, int], links: Sequence[Link]) -> dict[int, list[Node]]:
    """The nodes of each column from top to bottom, with few crossings."""
    order: dict[int, list[Node]] = {c: [] for c in sorted(set(column.values()))}
    for node, c in column.items():
        order[c].append(node)
    before: defaultdict[Node, list[Node]] = defaultdict(list)
    after: defaultdict[Node, list[Node]] = defaultdict(list)
    for link in links:
        for left, right in zip(link.nodes, link.nodes[1:], strict=False):
            before[right].append(left)
            after[left].append(right)
    rank = {node: _rank(nodes, i) for nodes in order.values() for i, node in enumerate(nodes)}
    for sweep in range(_SWEEPS):
        neighbours, columns = (after, reversed(order)) if sweep % 2 else (before, iter(order))
        for c in columns:
            order[c].sort(key=lambda node: _mean(rank, neighbours[node], rank[node]))
            rank |= {node: _rank(order[c], i) for i, node in enumerate(order[c])}
    return order


def _rank(nodes: Sequence[Node], index: int) -> float:
    """Where a node stands in its column, from 0 to 1, so that columns of any length compare."""
    return (index + 0.5) / len(nodes)


def _mean(rank: Mapping[Node, float], nodes: Sequence[Node], default: float) -> float:
    return sum(rank[node] for node in nodes) / len(nodes) if nodes else default


def _lefts(
    order: Mapping[int, Sequence[Node]], widths: Mapping[str, float]
) -> tuple[dict[int, float], float]:
    """The left edge of each column, and the width of all of them; hubs stand in the gaps."""
    lefts: dict[int, float] = {}
    x = 0.0
    for c, nodes in order.items():
        if c % 2:
            lefts[c] = x - _COLUMN_GAP / 2
            continue
        lefts[c] = x
        x += max((widths[n] for n in nodes if isinstance(n, str)), default=0.0) + _COLUMN_GAP
    return lefts, max(x - _COLUMN_GAP, 0.0)


def _height(nodes: Sequence[Node]) -> float:
    return sum(map(_size, nodes)) + _ROW_GAP * (len(nodes) - 1)


def _size(node: Node) -> float:
    return BOX_HEIGHT if isinstance(node, str) else _POINT_HEIGHT
