from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confiture.plans import picture
from confiture.plans.graph import ordered, reduced
from confiture.plans.layout import layers
from confiture.plans.plan import Plan
from confiture.plans.scope import statement_fact
from confiture.steps.abc import Fact, Hazard, Step
from confiture.steps.check import CheckServer, CheckSql
from confiture.steps.run_sql import RunSql
from confiture.steps.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = "{http://www.w3.org/2000/svg}"


def sql(text: str) -> Statement:
    return Statement(text=text, place="r.conf:1:1")


def run(id_: str, text: str, *, after: tuple[str, ...] = (), cost: int = 0) -> Step:
    """A step that comes after those ids; `statement / name` is a step of a statement."""
    return RunSql(
        id=id_,
        statement=id_.partition(" / ")[0],
        environment="local",
        lane="lane",
        needs=frozenset(Fact("done", name) for name in after),
        gives=frozenset({Fact("done", id_)}),
        cost=cost,
        sql=sql(text),
    )


def check(id_: str, text: str, *, after: tuple[str, ...] = ()) -> Step:
    common = run(id_, text, after=after)
    return CheckSql(
        id=id_,
        statement=common.statement,
        environment="local",
        lane="lane",
        needs=common.needs,
        gives=common.gives,
        sql=sql(text),
    )


def parsed(drawn: Plan) -> ET.Element:
    return ET.fromstring(picture.svg(drawn))  # noqa: S314 - text of our own


def plan(*steps: Step, hazards: tuple[Hazard, ...] = (), accepted: tuple[str, ...] = ()) -> Plan:
    return Plan(
        recipe="refresh.conf",
        recipe_digest="",
        parameters=(),
        accesses=(),
        secrets=(),
        base=(),
        steps=steps,
        lanes=(),
        decisions=(),
        hazards=hazards,
        accepted=accepted,
    )


LOSS = Hazard("data-loss", "local", "the rows of public.users in local are replaced")
REFRESH = plan(
    CheckServer(
        id="require on local",
        statement="require on local",
        environment="local",
        lane="lane",
        gives=frozenset({statement_fact("require on local")}),
        subject="server_version",
        comparison=">=",
        value=15.0,
    ),
    replace(
        run("sync / clear", "truncate a, b, c"),
        needs=frozenset({statement_fact("require on local")}),
    ),
    run("sync / small", "copy a", after=("sync / clear",), cost=1),
    run("sync / big", "copy b", after=("sync / clear",), cost=9),
    run("sync / middle", "copy c", after=("sync / clear",), cost=5),
    run("sync / keys of a", "index a", after=("sync / small",)),
    run("sync / keys of b", "index b", after=("sync / big",)),
    check("sync / proof", "a = b", after=("sync / keys of a", "sync / keys of b", "sync / clear")),
    hazards=(LOSS,),
)

TREE = """\
refresh.conf: 8 steps
! data-loss on local, not accepted: the rows of public.users in local are replaced
├─ require on local
│  └─ 1 require server_version >= 15
└─ sync (after require on local)
   ├─ 2 run truncate a, b, c
   ├─ run-sql, 3 steps (after 2)
   │  ├─ 3 run copy b
   │  ├─ 4 run copy c
   │  └─ 5 run copy a
   ├─ run-sql, 2 steps
   │  ├─ 6 run index a (after 5)
   │  └─ 7 run index b (after 3)
   └─ 8 verify a = b (after 6-7)
"""

MERMAID = """\
flowchart LR
  subgraph s1["require on local"]
    n1["require server_version #62;= 15"]
  end
  subgraph s2["sync"]
    n2["run truncate a, b, c"]
    n3["run copy b"]
    n4["run copy c"]
    n5["run copy a"]
    n6["run index a"]
    n7["run index b"]
    n8["verify a = b"]
  end
  n1 --> n2
  n2 --> n3
  n2 --> n4
  n2 --> n5
  n5 --> n6
  n3 --> n7
  n6 --> n8
  n7 --> n8
"""

DOT = """\
digraph "refresh.conf" {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_1 {
    label="require on local";
    n1 [label="require server_version >= 15"];
  }
  subgraph cluster_2 {
    label="sync";
    n2 [label="run truncate a, b, c"];
    n3 [label="run copy b"];
    n4 [label="run copy c"];
    n5 [label="run copy a"];
    n6 [label="run index a"];
    n7 [label="run index b"];
    n8 [label="verify a = b"];
  }
  n1 -> n2;
  n2 -> n3;
  n2 -> n4;
  n2 -> n5;
  n5 -> n6;
  n3 -> n7;
  n6 -> n8;
  n7 -> n8;
}
"""

# Two steps before three: a mesh of six lines becomes five that meet in a point.
MESH = plan(
    *(run(f"first {n}", f"first {n}") for n in "12"),
    *(run(f"then {n}", f"then {n}", after=("first 1", "first 2")) for n in "345"),
)


@pytest.mark.parametrize(
    ("draw", "expected"),
    [(picture.tree, TREE), (picture.mermaid, MERMAID), (picture.dot, DOT)],
    ids=["tree", "mermaid", "dot"],
)
def test_text(draw: Callable[[Plan], str], expected: str) -> None:
    assert draw(REFRESH) == expected


def test_a_mesh_meets_in_a_point() -> None:
    assert [line for line in picture.mermaid(MESH).splitlines() if "h1" in line] == [
        '  h1((" "))',
        *(f"  n{first} --> h1" for first in (1, 2)),
        *(f"  h1 --> n{then}" for then in (3, 4, 5)),
    ]
    assert "  h1 [shape=point];\n" in picture.dot(MESH)


@pytest.mark.parametrize(
    ("accepted", "word"),
    [((), "not accepted"), (("data-loss",), "accepted"), (("data-loss on local",), "accepted")],
)
def test_hazards_say_whether_they_are_accepted(accepted: tuple[str, ...], word: str) -> None:
    text = f"data-loss on local, {word}: {LOSS.message}"
    drawn = replace(REFRESH, accepted=accepted)
    assert f"! {text}\n" in picture.tree(drawn)
    assert text in [node.text for node in parsed(drawn).iter(f"{SVG}text")]


def test_an_empty_plan_has_nothing_to_do() -> None:
    assert picture.tree(plan()) == "refresh.conf: nothing to do\n"
    assert json.loads(picture.json_graph(plan()))["nodes"] == []
    parsed(plan())


def test_json_has_every_step_with_its_layer() -> None:
    document = json.loads(picture.json_graph(REFRESH))
    assert document["nodes"][-1] == {
        "id": "sync / proof",
        "statement": "sync",
        "kind": "check-sql",
        "environment": "local",
        "preview": "verify a = b",
        "layer": 4,
    }
    assert {"from": "sync / big", "to": "sync / keys of b"} in document["edges"]
    assert [hazard["kind"] for hazard in document["hazards"]] == ["data-loss"]


NASTY = 'a"b\\<c>&d %%{init} `e` #f;\x1b[31m]]>\u202e\n--> $$'


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (picture.tree, 'run a"b\\<c>&d %%{init} `e` #f;�[31m]]>� --> $$'),
        (
            picture.mermaid,
            'a#34;b#92;#60;c#62;#38;d #37;#37;{init} #96;e#96; #35;f#59;�[31m]]#62;� --#62; $$"',
        ),
        (picture.dot, 'label="run a\\"b\\\\<c>&amp;d %%{init} `e` #f;�[31m]]>� --> $$"'),
        (picture.svg, ">run a&quot;b\\&lt;c&gt;&amp;d %%{init} `e` #f;�[31m]]&gt;� --&gt; $$<"),
    ],
    ids=["tree", "mermaid", "dot", "svg"],
)
def test_names_are_escaped(draw: Callable[[Plan], str], expected: str) -> None:
    drawn = draw(plan(run(NASTY, NASTY)))
    assert expected in drawn
    assert "\x1b" not in drawn


def test_svg_is_one_file_without_script() -> None:
    drawn = picture.svg(REFRESH)
    assert "prefers-color-scheme: dark" in drawn
    assert not re.search(r"<script|href=|url\((?!#)|@import", drawn)


def test_pictures_do_not_depend_on_the_process() -> None:
    """Sets of strings have another order in every process."""
    program = (
        "import test_picture as t; p = t.picture;"
        "print(*(draw(plan) for plan in (t.MESH, t.REFRESH)"
        " for draw in (p.tree, p.mermaid, p.dot, p.json_graph, p.svg)))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(drawn) == 1


def test_svg_boxes_do_not_overlap() -> None:
    boxes = [
        tuple(float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        for box in parsed(REFRESH).iter(f"{SVG}rect")
        if box.attrib["class"].startswith("step")
    ][1:]  # the first stands in a frame of its own, with its own origin
    assert len(boxes) == 7
    for number, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[:number]:
            beside = x >= other_x + other_width or other_x >= x + width
            assert beside or y >= other_y + other_height or other_y >= y + height


@given(name=st.text(max_size=20))
def test_svg_is_xml_whatever_the_names(name: str) -> None:
    parsed(plan(run(name, name)))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans whose statements stand in an order that their steps allow, as a recipe's do."""
    steps: list[Step] = []
    for statement in range(draw(st.integers(1, 4))):
        for number in range(draw(st.integers(1, 6))):
            known = [step.id for step in steps]
            after = draw(st.sets(st.sampled_from(known), max_size=4)) if known else set()
            id_ = f"s{statement} / {number}"
            steps.append(
                run(id_, f"{len(steps)}:", after=tuple(after), cost=draw(st.integers(0, 3)))
            )
    return plan(*steps)


def edges(drawn: Plan) -> set[tuple[str, str]]:
    return {(parent, id_) for id_, parents in reduced(drawn.graph).items() for parent in parents}


def through_hubs(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The edges that lines stand for, some of which meet in a hub."""
    direct = {(a, b) for a, b in pairs if "h" not in a + b}
    into = {(a, b) for a, b in pairs if b.startswith("h")}
    out = {(a, b) for a, b in pairs if a.startswith("h")}
    return direct | {(a, c) for a, hub in into for other, c in out if hub == other}


@settings(deadline=None)
@given(drawn=plans())
def test_every_step_and_edge_appears(drawn: Plan) -> None:
    document = json.loads(picture.json_graph(drawn))
    ids = [node["id"] for node in document["nodes"]]
    assert sorted(ids) == sorted(step.id for step in drawn.steps)
    assert {(edge["from"], edge["to"]) for edge in document["edges"]} == edges(drawn)

    number = {id_: f"n{index}" for index, id_ in enumerate(ids, 1)}
    expected = {(number[a], number[b]) for a, b in edges(drawn)}
    previews = {number[step.id]: step.preview() for step in drawn.steps}
    for text, arrow, label in (
        (picture.mermaid(drawn), "-->", r'(n\d+)\["(.*)"\]$'),
        (picture.dot(drawn), "->", r'(n\d+) \[label="(.*)"\];$'),
    ):
        found = {(a, b) for a, b in re.findall(rf"^  (\w+) {arrow} (\w+);?$", text, re.MULTILINE)}
        assert through_hubs(found) == expected
        assert dict(re.findall(label, text, re.MULTILINE)) == previews


@settings(deadline=None)
@given(drawn=plans())
def test_svg_draws_every_step_and_edge(drawn: Plan) -> None:
    """Edges between statements are drawn between their frames, so only the others are counted."""
    titles = [title.text or "" for title in parsed(drawn).iter(f"{SVG}title")]
    for step in drawn.steps:
        assert f"{step.id} on local: {step.preview()}" in titles
    lines = [title.split(" → ") for title in titles if " / " in title and " → " in title]
    found = {(a, b) for left, right in lines for a in left.split(", ") for b in right.split(", ")}
    home = {step.id: step.statement for step in drawn.steps}
    assert found == {(a, b) for a, b in edges(drawn) if home[a] == home[b]}


@settings(deadline=None)
@given(drawn=plans())
def test_the_tree_names_what_each_step_waits_for(drawn: Plan) -> None:
    found: set[tuple[int, int]] = set()
    group: set[int] = set()
    depth = 0
    numbers: dict[str, int] = {}
    for line in picture.tree(drawn).splitlines()[1:]:
        text = re.sub(r"^[│├└─ ]+", "", line)
        step = re.match(r"(\d+) (run \d+:)", text)
        if step is None:
            group, depth = waits(text), line.index("─")
            continue
        below = line.index("─") > depth
        numbers[step[2]] = int(step[1])
        found |= {(n, int(step[1])) for n in waits(text) | (group if below else set())}
    by_id = {step.id: numbers[step.preview()] for step in drawn.steps}
    home = {step.id: step.statement for step in drawn.steps}
    assert found == {(by_id[a], by_id[b]) for a, b in edges(drawn) if home[a] == home[b]}
    assert all(by_id[a] < by_id[b] for a, b in edges(drawn))


def waits(text: str) -> set[int]:
    after = re.search(r" \(after ([\d, -]+)", text)
    found: set[int] = set()
    for part in after[1].split(",") if after else ():
        first, _, last = part.strip().partition("-")
        if first.isdigit():
            found |= set(range(int(first), int(last or first) + 1))
    return found


@given(drawn=plans())
def test_layers_are_longest_paths(drawn: Plan) -> None:
    graph = drawn.graph
    found = layers(graph)
    for node in ordered(graph):
        assert found[node] == max((found[parent] + 1 for parent in graph[node]), default=0)
