"""What right declarations say, and the place of each part of a recipe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from confiture import lang
from confiture.model.declarations import Masking, Parameter, Reference, Secret
from confiture.model.recipe import Block, Recipe
from confiture.text import Span
from tests.lang.nouns import ANY, ENVIRONMENTS, ROOT, call, environment, rule
from tests.lang.samples import MASKS

DECLARATIONS: dict[str, tuple[str, Callable[[Recipe], object], object]] = {
    "parameter": (
        'param keep: duration = 90 days "How long"',
        lambda r: r.parameters["keep"],
        Parameter(
            name="keep", type="duration", default=timedelta(days=90), required=False,
            doc="How long", span=ANY,
        ),
    ),
    "required parameter": (
        "param tenant: text",
        lambda r: r.parameters["tenant"],
        Parameter(
            name="tenant", type="text", default=None, required=True, doc=None, span=ANY
        ),
    ),
    "environment parameter": (
        "param where: environment = local",
        lambda r: r.parameters["where"].default,
        environment("local"),
    ),
    "constants in any order": (
        "let a = [b, 3]\nlet b = 2",
        lambda r: r.constants["a"].value,
        (2, 3),
    ),
    "secret env": (
        'secret s = env("S")',
        lambda r: r.secrets["s"],
        Secret(name="s", kind="env", arguments={"name": "S"}, span=ANY),
    ),
    "secret file": (
        'secret s = file("keys/../masking.key", create = true)',
        lambda r: r.secrets["s"],
        Secret(
            name="s", kind="file", arguments={"path": "masking.key", "create": True}, span=ANY
        ),
    ),
    "secret keyring": (
        'secret s = keyring("shop", user = "me")',
        lambda r: r.secrets["s"].arguments,
        {"service": "shop", "user": "me"},
    ),
    "settings": (
        """environment e "doc" {
          host = "h"
          port = 5_433
          password = key
          sslmode = require
          protected = true
          schema = "db"
          lock_timeout = 2 s
          server_version = 15
        }""",
        lambda r: (r.environments["e"].doc, r.environments["e"].settings),
        (
            "doc",
            {
                "host": "h", "port": 5433, "password": Reference("key", ANY),
                "sslmode": "require", "protected": True, "schema": (str(ROOT / "db"),),
                "lock_timeout": timedelta(seconds=2), "server_version": 15,
            },
        ),
    ),
    "extends": (
        """environment a {
          host = "h"
          user = "u"
          protected = true
        }
        environment b extends a { user = "v" }""",
        lambda r: r.environments["b"].settings,
        {"host": "h", "user": "v", "protected": True},
    ),
    "extends with another way to connect": (
        """environment a {
          host = "h"
          user = "u"
          password = key
          lock_timeout = 2 s
        }
        environment b extends a { embedded = "shop" }""",
        lambda r: r.environments["b"].settings,
        {"lock_timeout": timedelta(seconds=2), "embedded": "shop"},
    ),
    "masking": (
        """masking people "doc" {
          a, b with null
          c keep
        }
        masking staff extends people { b with redact }""",
        lambda r: r.maskings["staff"],
        Masking(
            name="staff",
            doc=None,
            rules=(
                rule("a", mask=call("null")), rule("c"), rule("b", mask=call("redact"))
            ),
            span=ANY,
        ),
    ),
    "recipes": (
        'recipe a { }\nrecipe b "doc" after a {\n  workers = 7\n}',
        lambda r: r.blocks,
        (
            Block(name="a", doc=None, after=(), workers=4, statements=(), span=ANY),
            Block(name="b", doc="doc", after=("a",), workers=7, statements=(), span=ANY),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "part", "expected"), DECLARATIONS.values(), ids=DECLARATIONS)
def test_declarations(
    text: str,
    part: Callable[[Recipe], object],
    expected: object,
) -> None:
    assert part(lang.loads(ENVIRONMENTS + text, root=ROOT, masks=MASKS)) == expected


SPANS = """environment local { embedded = "shop" }
masking people { email with redact("x") }
recipe nightly "doc" {
  build local
    from "db" { drop_first = true }
  sync local into local2 {
    mask app.users using people { a, b keep because "c" }
  }
  for each x in [local, local2] { run $$ select 1 $$ on x within 5 s }
}
environment local2 extends local { lock_timeout = 2 s }
"""


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (lambda r: r.environments["local"].span, "environment local"),
        (lambda r: r.environments["local2"].span, "environment local2 extends local"),
        (lambda r: r.environments["local2"].spans["lock_timeout"], "lock_timeout = 2 s"),
        (lambda r: r.environments["local2"].spans["embedded"], 'embedded = "shop"'),
        (lambda r: r.maskings["people"].rules[0].span, 'email with redact("x")'),
        (lambda r: r.maskings["people"].rules[0].mask.span, 'redact("x")'),
        (lambda r: r.blocks[0].span, 'recipe nightly "doc"'),
        (lambda r: r.blocks[0].statements[0].span, 'build local\n    from "db"'),
        (lambda r: r.blocks[0].statements[1].span, "sync local into local2"),
        (lambda r: r.blocks[0].statements[1].masks[0].span, "mask app.users using people"),
        (lambda r: r.blocks[0].statements[1].masks[0].table.span, "app.users"),
        (lambda r: r.blocks[0].statements[1].masks[0].rules[0].columns[1].span, "b"),
        (lambda r: r.blocks[0].statements[2].span, "for each x in [local, local2]"),
        (lambda r: r.blocks[0].statements[2].statements[0].sql.span, "$$ select 1 $$"),
    ],
)
def test_spans(part: Callable[[Any], Span], text: str) -> None:
    """A span is its sentence, without the block that the sentence opens."""
    assert part(lang.loads(SPANS, root=ROOT, masks=MASKS)).text == text
