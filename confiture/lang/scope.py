"""The names of a recipe and its files, and how a check reports what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from lark import Token

from confiture.errors import Diagnostic, did_you_mean
from confiture.lang import tree
from confiture.lang.files import File, Reading
from confiture.model import declarations
from confiture.model.privacy import MaskSignature
from confiture.text import Span

Declared: TypeAlias = (
    "tree.Param | tree.Let | tree.Secret | tree.Environment | tree.Masking | tree.Block"
)

N = TypeVar("N")

_NOUNS: Mapping[type, str] = {
    tree.Param: "parameter",
    tree.Let: "constant",
    tree.Secret: "secret",
    tree.Environment: "environment",
    tree.Masking: "masking",
    tree.Block: "recipe",
}
# Values, maskings and recipes are never wanted in the same place: each has its own names.
_SPACES = {tree.Masking: "masking", tree.Block: "recipe"}
MAX_SUGGESTIONS = 100
RESERVED = ("true", "false", "null")


@dataclass(frozen=True, eq=False)
class Declaration:
    """A named sentence, and the name by which the whole recipe knows it."""

    name: str
    file: File
    node: Declared

    @property
    def noun(self) -> str:
        return noun(type(self.node))


def noun(kind: type) -> str:
    return _NOUNS[kind]


@dataclass
class Scope:
    """What all checks share: names, what they resolved to so far, and the complaints."""

    root: Path
    masks: Mapping[str, MaskSignature]
    unread: frozenset[str]
    incomplete: bool
    problems: list[Diagnostic]
    names: dict[tuple[str, str], Declaration] = field(default_factory=dict)
    constants: dict[str, declarations.Value] = field(default_factory=dict)
    parameters: dict[str, declarations.Parameter] = field(default_factory=dict)
    secrets: dict[str, declarations.Secret] = field(default_factory=dict)
    environments: dict[str, declarations.Environment] = field(default_factory=dict)
    maskings: dict[str, declarations.Masking] = field(default_factory=dict)

    def of_kind(self, *kinds: type) -> Iterator[Declaration]:
        return (d for d in self.names.values() if isinstance(d.node, kinds))


@dataclass(frozen=True, eq=False)
class Here:
    """A place in a file: complains there, and finds names as that place sees them.

    `variables` are those of the `for each` around it, with their values.
    """

    scope: Scope
    file: File
    variables: Mapping[str, declarations.Value] = field(default_factory=dict)

    def span(self, node: Any) -> Span:
        return self.file.span(node)

    def complain(self, code: str, message: str, node: Any, hint: str | None = None) -> None:
        self.scope.problems.append(Diagnostic(code, message, self.span(node), hint))

    def inside(self, variable: str, values: declarations.Value) -> Here:
        return replace(self, variables={**self.variables, variable: values})

    def see(self, name: str, *kinds: type) -> Declaration | None:
        """What a name means here, if it is of one of the kinds."""
        space = _SPACES.get(kinds[0], "value")
        found = self.scope.names.get((space, self.file.prefix + name))
        return found if found is not None and isinstance(found.node, kinds) else None

    def find(self, token: Token, *kinds: type) -> Declaration | None:
        """As `see`, with a complaint where there is nothing of the kind."""
        found = self.see(token, *kinds)
        if found is not None or not token:
            return found
        wanted = noun(kinds[0])
        other = self.see(token, *(k for k in _NOUNS if _SPACES.get(k) == _SPACES.get(kinds[0])))
        if other is not None:
            message = f"{said(token)} is {article(other.noun)}, not {article(wanted)}"
            self.complain("wrong-kind", message, token)
        elif not self.maybe_declared(token):
            hint = self.suggest(token, *kinds) or _how_to_declare(token, kinds[0])
            self.complain(f"unknown-{wanted}", f"no {wanted} {said(token)}", token, hint)
        return None

    def known(self, *kinds: type) -> list[str]:
        prefix = self.file.prefix
        found = (d.name for d in self.scope.of_kind(*kinds) if d.name.startswith(prefix))
        return sorted(name.removeprefix(prefix) for name in found)

    def suggest(self, name: str, *kinds: type) -> str | None:
        """The name that was meant; the search is slow, so only a recipe's first errors have it."""
        if len(self.scope.problems) > MAX_SUGGESTIONS:
            return None
        return did_you_mean(name, (*self.known(*kinds), *self.variables))

    def maybe_declared(self, name: str) -> bool:
        """Whether a sentence or a file that could not be read may declare it."""
        return self.scope.incomplete or name.rpartition(".")[2] in self.scope.unread


def article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aei" else f"a {noun}"


def said(token: str) -> str:
    """A name as messages quote it; a token's own `repr` tells of the lexer."""
    return repr(str(token))


_SENTENCES: Mapping[type, str] = {
    tree.Param: "param {}: text",
    tree.Let: "let {} = …",
    tree.Secret: 'secret {} = env("{upper}")',
    tree.Environment: "environment {} {{ … }}",
    tree.Masking: "masking {} {{ … }}",
}


def _how_to_declare(name: str, kind: type) -> str | None:
    sentence = _SENTENCES.get(kind)
    if sentence is None or "." in name:
        return None
    return f"declare `{sentence.format(name, upper=name.upper())}`"


def declare(reading: Reading, masks: Mapping[str, MaskSignature]) -> Scope:
    """A scope with every name of all files; complains of names given twice."""
    scope = Scope(
        root=reading.root,
        masks=masks,
        unread=frozenset(reading.unread),
        incomplete=reading.incomplete,
        problems=reading.problems,
    )
    for file in reading.files:
        here = Here(scope, file)
        for item in file.items:
            if isinstance(item, tree.Include | tree.Import):
                continue
            brought = not file.prefix or not isinstance(item, tree.Block)
            if item.name and brought:
                _declare(here, item)
        _check_aliases(here)
    return scope


def _declare(here: Here, node: Declared) -> None:
    name = here.file.prefix + node.name
    key = (_SPACES.get(type(node), "value"), name)
    first = here.scope.names.get(key)
    if node.name in RESERVED:
        here.complain("reserved-name", f"{said(node.name)} is a value, not a name", node.name)
    elif first is not None:
        place = first.file.span(first.node.name)
        message = f"{said(node.name)} names {article(first.noun)} already"
        here.complain("duplicate-name", message, node.name, f"the first is at {place}")
    else:
        here.scope.names[key] = Declaration(name, here.file, node)


def _check_aliases(here: Here) -> None:
    seen: set[str] = set()
    for item in here.file.items:
        if isinstance(item, tree.Import):
            if item.name in seen:
                message = f"{said(item.name)} names two imports"
                here.complain("duplicate-name", message, item.name, "choose another name")
            seen.add(item.name)


def declared(scope: Scope, kind: type[N]) -> dict[str, tuple[Here, N]]:
    """All declarations of a kind by their full names, each with its place."""
    return {
        d.name: (Here(scope, d.file), d.node)
        for d in scope.names.values()
        if isinstance(d.node, kind)
    }


def in_order(
    graph: Mapping[str, Sequence[str]],
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Names, each behind those that it points to, and the cycles found on the way.

    Iterative, because a recipe may chain more names than Python's stack holds.
    """
    order: list[str] = []
    cycles: list[tuple[str, ...]] = []
    state: dict[str, int] = {}
    for start in graph:
        if start in state:
            continue
        state[start] = 1
        path: list[tuple[str, Iterator[str]]] = [(start, iter(graph[start]))]
        while path:
            name, rest = path[-1]
            following = next((n for n in rest if state.get(n) != 2 and n in graph), None)  # noqa: PLR2004
            if following is None:
                state[name] = 2
                order.append(name)
                path.pop()
            elif state.get(following) == 1:
                trail = [step for step, _ in path]
                cycles.append((*trail[trail.index(following) :], following))
            else:
                state[following] = 1
                path.append((following, iter(graph[following])))
    return order, cycles


def complain_of_cycles(
    scope: Scope, code: str, verb: str, cycles: Iterable[tuple[str, ...]], *kinds: type
) -> None:
    """One complaint for each cycle, at the declaration that it begins with."""
    declarations = {d.name: d for d in scope.of_kind(*kinds)}
    for cycle in cycles:
        found = declarations[cycle[0]]
        here = Here(scope, found.file)
        message = f"{found.noun} {said(found.node.name)} {verb} itself"
        here.complain(code, message, found.node.name, " → ".join(cycle))
