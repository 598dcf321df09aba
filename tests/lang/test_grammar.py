"""The grammar itself: no conflicts, and in step with the vocabulary and with the tree's classes."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lark
import pytest
from lark.lexer import Lexer

from confiture.lang import tree, vocabulary
from confiture.lang.parser import grammar, grammar_text, parse
from confiture.lang.recovery import _CONNECTIVE
from confiture.text import Source


class _NoLexer(Lexer):
    """Leaves Lark nothing to check but the rules."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[lark.Token]:
        raise NotImplementedError


def test_rules_have_no_conflict() -> None:
    lark.Lark(grammar_text(), parser="lalr", lexer=_NoLexer, strict=True)


@pytest.mark.skipif(
    importlib.util.find_spec("interegular") is None, reason="Lark checks terminals with it"
)
def test_terminals_do_not_collide() -> None:
    class NameEverywhere:
        always_accept = ("NAME",)

        def process(self, stream: Iterator[lark.Token]) -> Iterator[lark.Token]:
            return stream

    postlex: Any = NameEverywhere()
    lark.Lark(grammar_text(), parser="lalr", postlex=postlex, strict=True)


def test_every_rule_has_its_builder() -> None:
    rules = {rule.alias or rule.origin.name for rule in grammar().rules}
    named = {name for name in rules if not name.startswith("_")} - {"value", "ref", "arg", "test"}
    assert named == set(vars(tree.BUILDERS))


@pytest.mark.parametrize("unit", [*vocabulary.DURATIONS, *vocabulary.SIZES])
def test_units_are_those_of_the_vocabulary(unit: str) -> None:
    spelled = [unit, f"{unit}s"] if unit in vocabulary.DURATIONS else [unit]
    if unit in vocabulary.SHORT_UNITS:
        spelled = [unit]
    for one in spelled:
        parsed = parse(Source("x", f"let x = 5 {one}"))
        assert not parsed.problems
        assert parsed.tokens[-2].type in ("DURATION", "SIZE")


def test_recovery_knows_the_connectives() -> None:
    (terminal,) = (t for t in grammar().terminals if t.name == "_CONT")
    assert _CONNECTIVE.removesuffix(r"\b") in terminal.pattern.value


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # A keyword begins a longer word: the contextual lexer alone would split it.
        ("into2", ["NAME"]),
        ("nullable", ["NAME"]),
        ("true.x", ["DOTTED"]),
        ("a.b.c", ["DOTTED"]),
        ("5min", ["DURATION"]),
        ("5 MiB", ["SIZE"]),
        ("2024-01-01", ["DATE"]),
        ("2024", ["NUMBER"]),
        ("-3.5", ["NUMBER"]),
        ('"# no comment"', ["STRING"]),
    ],
)
def test_tokens(text: str, kinds: list[str]) -> None:
    tokens = parse(Source("x", f"let x = {text}  # comment")).tokens
    assert [token.type for token in tokens[3:-1]] == kinds


_CHILD = """
import sys
from confiture.lang.parser import grammar
grammar()
"""


@pytest.mark.parametrize("usable", [True, False])
def test_cache_serves_processes_at_once(tmp_path: Path, *, usable: bool) -> None:
    """Several processes build the tables at the same time; one file is left, and it is whole."""
    cache = tmp_path / "cache"
    if not usable:
        cache.write_text("a file, so no directory can be made")
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    for _ in range(2):
        children = [
            subprocess.Popen([sys.executable, "-c", _CHILD], env=environment) for _ in range(4)
        ]
        assert [child.wait() for child in children] == [0, 0, 0, 0]
    if usable:
        (left,) = (cache / "confiture").iterdir()
        assert re.fullmatch(r"grammar-[0-9a-f]{32}\.lark", left.name)


def test_cheap_import() -> None:
    code = (
        "import sys, confiture.lang;"
        "heavy = {'polars', 'psycopg', 'pyarrow', 'postgast', 'google.protobuf', 'rich'};"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
