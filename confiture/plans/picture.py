"""Pictures of a plan: a text tree, Mermaid, Graphviz, JSON and SVG.

All are functions of the plan alone, and draw the same plan in the same way each time. Names and
statements come from users and servers, so every format escapes them.
"""

from __future__ import annotations

import html
import itertools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from confiture.plans.graph import reduced
from confiture.plans.layout import (
    BOX_HEIGHT,
    Drawing,
    Graph,
    Link,
    Place,
    Section,
    arrange,
    bundled,
    layers,
    numbered,
    sections,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from confiture.plans.plan import Plan
    from confiture.steps.abc import Step


def _title(plan: Plan) -> str:
    count = len(plan.steps)
    return f"{_line(plan.recipe)}: " + (_count(count, "step") if count else "nothing to do")


def _hazards(plan: Plan) -> Iterator[str]:
    for hazard in plan.hazards:
        taken = "not accepted" if hazard in plan.refused else "accepted"
        yield _line(f"{hazard.kind} on {hazard.environment}, {taken}: {hazard.message}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _line(text: str) -> str:
    """Text on one line, without the characters that steer a terminal or that XML forbids."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


@dataclass(frozen=True)
class _Branch:
    """A line of the tree and what hangs on it."""

    text: str
    below: tuple[_Branch, ...] = ()

    def lines(self, margin: str = "") -> Iterator[str]:
        for number, branch in enumerate(self.below, 1):
            last = number == len(self.below)
            yield f"{margin}{'└─' if last else '├─'} {branch.text}"
            yield from branch.lines(margin + ("   " if last else "│  "))


def tree(plan: Plan) -> str:
    """A text tree in an order of execution; `(after 3-5)` names the steps that one waits for.

    Steps of one kind that could start together stand below one line, which also says what all
    of them wait for.
    """
    found = sections(plan)
    numbers = numbered(found)
    branches = tuple(_section_branch(section, numbers) for section in found)
    head = [_title(plan), *(f"! {hazard}" for hazard in _hazards(plan))]
    return "\n".join([*head, *_Branch("", branches).lines()]) + "\n"


def _section_branch(section: Section, numbers: Mapping[str, int]) -> _Branch:
    grouped = itertools.groupby(section.steps, lambda s: (section.layer[s.id], s.kind))
    below = itertools.chain.from_iterable(
        _group_branches(section, tuple(steps), numbers) for _, steps in grouped
    )
    return _Branch(_line(section.name) + _after(_names(section.after)), tuple(below))


def _group_branches(
    section: Section, steps: tuple[Step, ...], numbers: Mapping[str, int]
) -> Iterator[_Branch]:
    """The steps below a line that counts them, or a lone step by itself."""
    waits = [
        _ranges(numbers[parent] for parent in section.inner[step.id])
        + _names(section.outer[step.id] - section.after)
        for step in steps
    ]
    alone = len(steps) == 1
    shared = not alone and len(set(map(tuple, waits))) == 1
    below = tuple(
        _Branch(f"{numbers[step.id]} {_line(step.preview())}" + ("" if shared else _after(waited)))
        for step, waited in zip(steps, waits, strict=True)
    )
    if alone:
        yield below[0]
    else:
        after = _after(waits[0]) if shared else ""
        yield _Branch(f"{steps[0].kind}, {_count(len(steps), 'step')}{after}", below)


def _after(waits: Sequence[str]) -> str:
    return f" (after {', '.join(waits)})" if waits else ""


def _names(statements: Iterable[str]) -> list[str]:
    return sorted(map(_line, statements))


def _ranges(numbers: Iterable[int]) -> list[str]:
    """`[3, 4, 5, 9]` as `["3-5", "9"]`."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [f"{first}-{last}" if last > first else f"{first}" for first, last in runs]


_MERMAID = str.maketrans({c: f"#{ord(c)};" for c in '"#&<>%`\\;'})
_DOT = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def mermaid(plan: Plan) -> str:
    """A Mermaid flowchart."""

    def text(name: str) -> str:
        return f'"{_line(name).translate(_MERMAID)}"'

    found = sections(plan)
    numbers = numbered(found)
    lines = ["flowchart LR"]
    for index, section in enumerate(found, 1):
        lines.append(f"  subgraph s{index}[{text(section.name)}]")
        lines += [f"    n{numbers[s.id]}[{text(s.preview())}]" for s in section.steps]
        lines.append("  end")
    edges, hubs = _edges(plan, numbers)
    lines += [f'  {hub}((" "))' for hub in hubs]
    lines += [f"  {start} --> {end}" for start, end in edges]
    return "\n".join(lines) + "\n"


def dot(plan: Plan) -> str:
    """A Graphviz digraph."""

    def text(name: str) -> str:
        return f'"{_line(name).translate(_DOT)}"'

    found = sections(plan)
    numbers = numbered(found)
    lines = [f"digraph {text(plan.recipe)} {{", "  rankdir=LR;", "  node [shape=box];"]
    for index, section in enumerate(found, 1):
        lines += [f"  subgraph cluster_{index} {{", f"    label={text(section.name)};"]
        lines += [f"    n{numbers[s.id]} [label={text(s.preview())}];" for s in section.steps]
        lines.append("  }")
    edges, hubs = _edges(plan, numbers)
    lines += [f"  {hub} [shape=point];" for hub in hubs]
    lines += [f"  {start} -> {end};" for start, end in edges]
    return "\n".join([*lines, "}"]) + "\n"


def json_graph(plan: Plan) -> str:
    """Nodes and edges as JSON. An edge goes from a step to one that waits for it."""
    graph = reduced(plan.graph)
    layer = layers(graph)
    numbers = numbered(sections(plan))
    nodes = [
        {
            "id": step.id,
            "statement": step.statement,
            "kind": step.kind,
            "environment": step.environment,
            "preview": step.preview(),
            "layer": layer[step.id],
        }
        for step in sorted(plan.steps, key=lambda s: numbers[s.id])
    ]
    edges = [
        {"from": parent, "to": node["id"]}
        for node in nodes
        for parent in sorted(graph[str(node["id"])], key=numbers.__getitem__)
    ]
    document = {"recipe": plan.recipe, "nodes": nodes, "edges": edges, "hazards": plan.hazards}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _edges(plan: Plan, numbers: Mapping[str, int]) -> tuple[list[tuple[str, str]], list[str]]:
    """Edges between `n1`, `n2`, … and hubs `h1`, `h2`, …, and the hubs."""
    graph = reduced(plan.graph)
    single, hubs = bundled({id_: graph[id_] for id_ in numbers})
    edges = [(f"n{numbers[parent]}", f"n{numbers[child]}") for parent, child in single]
    for index, hub in enumerate(hubs, 1):
        edges += [(f"n{numbers[parent]}", f"h{index}") for parent in hub.parents]
        edges += [(f"h{index}", f"n{numbers[child]}") for child in hub.children]
    return edges, [f"h{index}" for index in range(1, len(hubs) + 1)]


_STYLE = """
text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328 }
.name { font-weight: 600 }
.hazard { fill: #9a6700 }
.page { fill: #ffffff }
.statement { fill: #f6f8fa; stroke: #d0d7de }
.step { fill: #ffffff; stroke: #57606a }
.check { stroke-dasharray: 4 3 }
.edge { fill: none; stroke: #8c959f }
#head { fill: #8c959f }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .hazard { fill: #d29922 }
  .page { fill: #0d1117 }
  .statement { fill: #161b22; stroke: #30363d }
  .step { fill: #0d1117; stroke: #9198a1 }
  .edge { stroke: #6e7681 }
  #head { fill: #6e7681 }
}
"""
_SVG = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" role="img"
 width="{{width}}" height="{{height}}">
<title>{{title}}</title>
<style>{_STYLE.replace("{", "{{").replace("}", "}}")}</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"
 orient="auto"><path id="head" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="page" width="100%" height="100%"/>"""
_CHARACTER = 7.3  # width of one in the font above, in pixels
_LONGEST = 56  # characters of a label; the whole text is in its tooltip
_PAD = 14.0
_LINE = 22.0
_GAP = 36.0
_ANCHOR = 28.0


@dataclass(frozen=True)
class _Panel:
    """A statement's frame and where it stands."""

    section: Section
    drawing: Drawing
    x: float
    y: float

    @property
    def width(self) -> float:
        return max(self.drawing.width, _width(_short(self.section.name))) + 2 * _PAD

    @property
    def height(self) -> float:
        return self.drawing.height + _LINE + 2 * _PAD


def svg(plan: Plan) -> str:
    """A picture for browsers: statements from top to bottom, the steps of each left to right.

    A dashed box only checks or reads, and runs again when the plan is resumed.
    """
    found = sections(plan)
    earlier = _earlier(found)
    head = [_title(plan), *_hazards(plan)]
    top = _LINE * len(head) + 2 * _PAD
    panels = _panels(found, earlier, top)
    frames = panels.values()
    width = max([_width(line) + _PAD for line in head] + [p.x + p.width for p in frames]) + _PAD
    height = max([top] + [p.y + p.height for p in frames]) + _PAD
    lines = [
        _SVG.format(width=round(width), height=round(height), title=html.escape(head[0])),
        *_head(head),
        *_arrows(panels, reduced(earlier)),
        *itertools.chain.from_iterable(map(_panel, frames)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _head(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        y = _PAD + _LINE * number + _LINE / 2
        yield _text(_PAD, y, line, "hazard" if number else "name")


def _earlier(found: Sequence[Section]) -> dict[str, frozenset[str]]:
    """For each statement, those above it in the recipe that one of its steps waits for."""
    above: set[str] = set()
    graph: dict[str, frozenset[str]] = {}
    for section in found:
        graph[section.name] = frozenset().union(*section.outer.values()) & above
        above.add(section.name)
    return graph


def _panels(found: Sequence[Section], earlier: Graph, top: float) -> dict[str, _Panel]:
    """Rows of statements that could run at the same time, each row below what it waits for."""
    row = layers(earlier)
    ranked = sorted(found, key=lambda s: row[s.name])
    panels: dict[str, _Panel] = {}
    y = top
    for _, members in itertools.groupby(ranked, lambda s: row[s.name]):
        x, bottom = _PAD, y
        for section in sorted(members, key=lambda s: _leftmost(panels, earlier[s.name])):
            widths = {step.id: _width(_short(step.preview())) + _PAD for step in section.steps}
            panel = _Panel(section, arrange(section.inner, widths), x, y)
            panels[section.name] = panel
            x += panel.width + _GAP
            bottom = max(bottom, y + panel.height)
        y = bottom + _GAP
    return panels


def _leftmost(panels: Mapping[str, _Panel], names: Iterable[str]) -> float:
    return min((panels[name].x for name in names), default=0.0)


def _arrows(panels: Mapping[str, _Panel], graph: Graph) -> Iterator[str]:
    for name in panels:
        for parent in sorted(graph[name], key=list(panels).index):
            upper, lower = panels[parent], panels[name]
            x, y = upper.x + _ANCHOR, upper.y + upper.height
            bend = (lower.y - y) / 2
            yield _path(
                f"M{x:.1f} {y:.1f}c0 {bend:.1f} {lower.x - upper.x:.1f} {bend:.1f}"
                f" {lower.x - upper.x:.1f} {lower.y - y:.1f}",
                f"{parent} → {name}",
                arrow=True,
            )


def _panel(panel: _Panel) -> Iterator[str]:
    yield (
        f'<rect class="statement" x="{panel.x:.1f}" y="{panel.y:.1f}"'
        f' width="{panel.width:.1f}" height="{panel.height:.1f}" rx="6"/>'
    )
    yield _text(panel.x + _PAD, panel.y + _PAD + 4, _short(panel.section.name), "name")
    dx, dy = panel.x + _PAD, panel.y + _PAD + _LINE
    yield f'<g transform="translate({dx:.1f} {dy:.1f})">'
    for link in panel.drawing.links:
        yield _link(link, panel.drawing)
    for step in panel.section.steps:
        yield from _box(step, panel.drawing.places[step.id])
    yield "</g>"


def _link(link: Link, drawing: Drawing) -> str:
    first, *rest = (drawing.places[node] for node in link.nodes)
    x, y = first.x + first.width, first.y
    way = [f"M{x:.1f} {y:.1f}"]
    for place in rest:
        middle = (x + place.x) / 2
        way.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {place.y:.1f} {place.x:.1f} {place.y:.1f}")
        x, y = place.x + place.width, place.y
        way.append(f"H{x:.1f}")
    boxed = isinstance(link.nodes[-1], str)
    title = f"{', '.join(link.parents)} → {', '.join(link.children)}"
    return _path("".join(way[:-1]), title, arrow=boxed)


def _path(way: str, title: str, *, arrow: bool) -> str:
    end = ' marker-end="url(#arrow)"' if arrow else ""
    return f'<path class="edge" d="{way}"{end}><title>{html.escape(_line(title))}</title></path>'


def _box(step: Step, place: Place) -> Iterator[str]:
    kind = "step" if step.lasting else "step check"
    whole = html.escape(_line(f"{step.id} on {step.environment}: {step.preview()}"))
    yield f"<g><title>{whole}</title>"
    yield (
        f'<rect class="{kind}" x="{place.x:.1f}" y="{place.y - BOX_HEIGHT / 2:.1f}"'
        f' width="{place.width:.1f}" height="{BOX_HEIGHT:.1f}" rx="4"/>'
    )
    yield _text(place.x + _PAD / 2, place.y, _short(step.preview())) + "</g>"


def _text(x: float, y: float, text: str, kind: str | None = None) -> str:
    named = f' class="{kind}"' if kind else ""
    shown = html.escape(_line(text))
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" dominant-baseline="central">{shown}</text>'


def _short(text: str) -> str:
    text = _line(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _width(text: str) -> float:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) * _CHARACTER
