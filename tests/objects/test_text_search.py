"""Text search: parsers, templates, dictionaries, configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plans.pairs import both_ways

if TYPE_CHECKING:
    from confiture.pg import embedded

_PARSER = """create text search parser p (start = prsd_start, gettoken = prsd_nexttoken,
end = prsd_end, lextypes = prsd_lextype"""
_DICTIONARY = "create text search dictionary d (template = simple"
_CONFIGURATION = "create text search configuration c (parser = default);"
_MAPPED = f"{_CONFIGURATION} alter text search configuration c add mapping for word, int with"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", f"{_PARSER})"),
        (f"{_PARSER})", f"{_PARSER}, headline = prsd_headline)"),
        (f"{_PARSER})", f"{_PARSER}); comment on text search parser p is 'p'"),
        ("", "create text search template \"T t\" (lexize = dsimple_lexize)"),
        ("", "create text search template t (init = dsimple_init, lexize = dsimple_lexize)"),
        ("", f"{_DICTIONARY})"),
        (f"{_DICTIONARY})", f"{_DICTIONARY}, stopwords = 'english')"),
        (f"{_DICTIONARY}, stopwords = 'english', accept = true)",
         f"{_DICTIONARY}, accept = false)"),
        (f"{_DICTIONARY}, accept = false, stopwords = english)",
         f"{_DICTIONARY}, stopwords = 'english', accept = true)"),
        (f"{_DICTIONARY})",
         "create text search dictionary d (template = snowball, language = danish)"),
        (f"{_DICTIONARY})", f"{_DICTIONARY}); comment on text search dictionary d is 'd'"),
        ("", _CONFIGURATION),
        (_CONFIGURATION, f"{_MAPPED} simple"),
        (f"{_DICTIONARY}); {_MAPPED} d", f"{_MAPPED} simple, english_stem"),
        (_MAPPED + " simple", f"{_PARSER}); create text search configuration c (parser = p)"),
        (f"{_MAPPED} simple", f"""{_MAPPED} simple;
         alter text search configuration c drop mapping for word;
         alter text search configuration c add mapping for url with simple"""),
        ("", 'create text search configuration "C c" (copy = english)'),
        (_CONFIGURATION, f"{_CONFIGURATION} comment on text search configuration c is 'c'"),
        ("", f"{_CONFIGURATION} create view v as select to_tsvector('c', 'a') as x"),
    ],
)  # fmt: skip
def test_text_search(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, old, new)
