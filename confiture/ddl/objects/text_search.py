"""Text search: parsers and templates, which are functions, and the dictionaries and
configurations that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object

_OPTION = re.compile(r"""("(?:[^"]|"")+"|\w+) = ( ?E?'(?:[^']|'')*'|[^,]+)(?:, |$)""")


@dataclass(frozen=True, kw_only=True)
class _Functions(Object):
    """`functions` are names of options, each with its function."""

    functions: tuple[tuple[str, str], ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        options = ", ".join(f"{name} = {function}" for name, function in self.functions)
        return (f"create {self.designation} ({options})",)


@OBJECTS.register("text-search-parser")
@dataclass(frozen=True, kw_only=True)
class TextSearchParser(_Functions):
    kind: ClassVar[str] = "text-search-parser"
    word: ClassVar[str] = "text search parser"
    rank: ClassVar[int] = 26


@OBJECTS.register("text-search-template")
@dataclass(frozen=True, kw_only=True)
class TextSearchTemplate(_Functions):
    kind: ClassVar[str] = "text-search-template"
    word: ClassVar[str] = "text search template"
    rank: ClassVar[int] = 26


@OBJECTS.register("text-search-dictionary")
@dataclass(frozen=True, kw_only=True)
class TextSearchDictionary(Object):
    """`options` as PostgreSQL keeps and SQL spells them: `stopwords = 'english', a = 'b'`."""

    kind: ClassVar[str] = "text-search-dictionary"
    word: ClassVar[str] = "text search dictionary"
    rank: ClassVar[int] = 27

    template: str
    options: str | None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        options = f", {self.options}" if self.options else ""
        return (f"create {self.designation} (template = {self.template}{options})",)

    def alter(self, new: TextSearchDictionary, catalog: Catalog) -> Alteration | None:
        """ALTER puts what it sets behind what it leaves: so it sets all, in their order."""
        if self.template != new.template:
            return None
        before, after = dict(self._pairs()), dict(new._pairs())
        gone = [name for name in before if name not in after]
        options = ", ".join((*gone, *(f"{name} = {text}" for name, text in after.items())))
        return Alteration((f"alter {new.designation} ({options})",))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        yield from _OPTION.findall(self.options or "")


@OBJECTS.register("text-search-configuration")
@dataclass(frozen=True, kw_only=True)
class TextSearchConfiguration(Object):
    """`mappings` are types of tokens, each with its dictionaries in their order."""

    kind: ClassVar[str] = "text-search-configuration"
    word: ClassVar[str] = "text search configuration"
    rank: ClassVar[int] = 28

    parser: str
    mappings: tuple[tuple[str, tuple[str, ...]], ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        return (f"create {self.designation} (parser = {self.parser})", *self._mapped({}))

    def alter(self, new: TextSearchConfiguration, catalog: Catalog) -> Alteration | None:
        if self.parser != new.parser:
            return None
        before, after = dict(self.mappings), dict(new.mappings)
        gone = ", ".join(token for token in before if token not in after)
        dropped = (f"alter {new.designation} drop mapping for {gone}",) if gone else ()
        return Alteration((*dropped, *new._mapped(before)))

    def _mapped(self, old: dict[str, tuple[str, ...]]) -> Iterator[str]:
        """One statement for all tokens that get the same dictionaries."""
        wanted: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for token, dictionaries in self.mappings:
            if old.get(token) != dictionaries:
                verb = "alter" if token in old else "add"
                wanted.setdefault((verb, dictionaries), []).append(token)
        for (verb, dictionaries), tokens in wanted.items():
            yield (
                f"alter {self.designation} {verb} mapping for {', '.join(tokens)}"
                f" with {', '.join(dictionaries)}"
            )
