"""One layout: what it looks like, that it is stable, and that it changes no meaning."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confiture import lang
from confiture.errors import RecipeError
from confiture.lang.parser import parse
from confiture.text import Source
from tests.lang.samples import ENVIRONMENTS, MASKS, long_recipe

CASES = {
    "spaces": (
        "let  x=[ 1,2 ,3 ]\nparam p:text=\"a\"   \"doc\"\n",
        'let x = [1, 2, 3]\nparam p: text = "a" "doc"\n',
    ),
    "units": ("let x = [30s, 64  MiB, 5 %, 1_000]", "let x = [30 s, 64 MiB, 5%, 1_000]\n"),
    "calls": (
        'masking m {\n a with email ( domain="x" )  in  domain d\n}',
        'masking m {\n  a with email(domain = "x") in domain d\n}\n',
    ),
    "indentation": (
        "recipe r {\nparallel {\n\t\tseed a\n    }\n}",
        "recipe r {\n  parallel {\n    seed a\n  }\n}\n",
    ),
    "one line stays one line": (
        "environment  e{embedded=\"x\"}\nrecipe r{ parallel { } }",
        'environment e { embedded = "x" }\nrecipe r { parallel { } }\n',
    ),
    "half a block on a line": (
        "environment e { host = \"h\"\nport = 1 }",
        'environment e {\n  host = "h"\n  port = 1\n}\n',
    ),
    "empty block": ("recipe r {\n\n}", "recipe r { }\n"),
    "blank lines": (
        "\n\n\nlet a = 1\n\n\n\nlet b = 2\nrecipe r {\n\n  seed a\n\n\n  seed b\n\n}\n\n",
        "let a = 1\n\nlet b = 2\nrecipe r {\n  seed a\n\n  seed b\n}\n",
    ),
    "comments": (
        """#first

  # second\x20\x20
let a = 1# trailing
recipe r { # opens
# inside
seed a

# last
} # closes
# end""",
        """#first

# second
let a = 1  # trailing
recipe r {  # opens
  # inside
  seed a

  # last
}  # closes
# end
""",
    ),
    "only comments": ("  # a\n\n\n# b", "# a\n\n# b\n"),
    "nothing": ("\n\n", ""),
    "continued": (
        "recipe r {\nverify $$ select 1 $$\non a # here\n\n# why\nelse \"no\"\n}",
        'recipe r {\n  verify $$ select 1 $$\n    on a  # here\n    # why\n    else "no"\n}\n',
    ),
    "lists over lines": (
        "let x = [ # all\n1,\n  # two\n2, 3\n,4,\n]\nlet y = [1,2,]",
        "let x = [  # all\n  1,\n  # two\n  2, 3,\n  4,\n]\nlet y = [1, 2]\n",
    ),
    "continued list": (
        "recipe r {\nbuild a\nfrom \"x\",\n\"y\" {\norder = hexadecimal\n}\n}",
        'recipe r {\n  build a\n    from "x",\n    "y" {\n    order = hexadecimal\n  }\n}\n',
    ),
    "steps of a migration": (
        """recipe r {
migrate a {
stall=1s
# why
step b  "doc"  after c,d{ # first
backfill t
set $$ x = 1 $$

# here
where $$ y $$
}
}
}""",
        """recipe r {
  migrate a {
    stall = 1 s
    # why
    step b "doc" after c, d {  # first
      backfill t
        set $$ x = 1 $$
        # here
        where $$ y $$
    }
  }
}
""",
    ),
    "SQL is left alone": (
        "recipe r {\nrun $$\n\tselect  1 ;\n  -- # no comment\n$$ on a\n}",
        "recipe r {\n  run $$\n\tselect  1 ;\n  -- # no comment\n$$ on a\n}\n",
    ),
    "line ends of DOS": ("let a = 1 # x\r\n\r\n\r\nlet b = 2\r\n", "let a = 1  # x\n\nlet b = 2\n"),
    "names in backticks": (
        "recipe r {\nsync a into b {\ntake `A  b`.c , app.*\n}\n}",
        "recipe r {\n  sync a into b {\n    take `A  b`.c, app.*\n  }\n}\n",
    ),
    "hazards": (
        "recipe r {\naccept data-loss , unproven on a\n}",
        "recipe r {\n  accept data-loss, unproven on a\n}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "formatted"), CASES.values(), ids=CASES)
def test_layout(text: str, formatted: str) -> None:
    assert lang.format_text(text) == formatted
    assert lang.format_text(formatted) == formatted


def test_syntax_errors_are_raised() -> None:
    with pytest.raises(RecipeError, match="expected a name"):
        lang.format_text("let = 1")


_CONNECTIVES = frozenset(
    {"ON", "FROM", "WITH", "USING", "INTO", "WITHIN", "BECAUSE", "ELSE", "SET", "WHERE"}
)


def scrambled(text: str, chance: random.Random) -> str:
    """The same sentences in a careless layout, with comments where they may stand."""
    parts = []
    for token in parse(Source("x", text)).tokens:
        kind = token.type
        start, end = token.start_pos or 0, token.end_pos or 0
        word = text[start:end].strip() if kind != "SQL" else text[start:end]
        if kind == "_NL":
            parts.append(_line_ends(chance))
        elif kind in ("LBRACE", "LPAR", "LSQB") or kind == "_COMMA":
            parts.append(_blank(chance) + word.strip()[:1] + chance.choice(["", _lines(chance)]))
        elif kind in (
            "on",
            "ON",
            "FROM",
            "WITH",
            "USING",
            "INTO",
            "WITHIN",
            "BECAUSE",
            "ELSE",
            "SET",
            "WHERE",
        ):
            parts.append(chance.choice([_blank(chance) or " ", _lines(chance)]) + word)
        elif kind in ("RPAR", "RSQB", "COLON", "EQUAL", "RBRACE"):
            parts.append(_blank(chance) + word)
        else:
            parts.append((_blank(chance) or " ") + word)
    return "".join(parts)


def _blank(chance: random.Random) -> str:
    return chance.choice(["", " ", "  ", "\t", " \t "])


def _lines(chance: random.Random) -> str:
    lines = (_blank(chance) + chance.choice(["", "# note"]) for _ in range(chance.randint(1, 3)))
    return "\n".join(["", *lines, _blank(chance)])


def _line_ends(chance: random.Random) -> str:
    return chance.choice(["", " # trailing"]) + _lines(chance)


TEXT = long_recipe(60)


@settings(max_examples=150, deadline=None)
@given(st.integers())
def test_layout_never_changes_the_meaning(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - layouts, not secrets
    text = scrambled(TEXT, chance)
    formatted = lang.format_text(text)
    assert lang.format_text(formatted) == formatted
    assert re.findall(r"# \w+.*", text) == re.findall(r"# \w+.*", formatted)
    meant, got = (lang.loads(one, root=Path("/project"), masks=MASKS) for one in (text, formatted))
    assert got == meant
    # The digest is the formatted text's, so formatting does not change it.
    assert got.digest == meant.digest


def test_formatted_sample_stays_as_it_is() -> None:
    assert lang.format_text(TEXT) == TEXT.lstrip("\n")
    assert lang.format_text(ENVIRONMENTS) == ENVIRONMENTS.lstrip("\n")
