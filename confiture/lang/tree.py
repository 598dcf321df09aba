"""The sentences of a recipe as the grammar reads them, before anything is checked.

Each class is the grammar rule of the same name, its fields the rule's children in order,
so the parser builds it with `_make` and there is no second description of the grammar.
Words stay Lark tokens, which know their offsets.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias, TypeVar

from lark import Token

T = TypeVar("T")


class Body(list[T]):
    """What stands between braces; not part of its sentence's extent."""


class ListValue(NamedTuple):
    open: Token
    items: tuple[ValueNode, ...]
    close: Token


ValueNode: TypeAlias = "Token | ListValue"


class Named(NamedTuple):
    name: Token
    value: ValueNode


class Call(NamedTuple):
    name: Token
    arguments: tuple[Named | ValueNode, ...]
    close: Token | None


class Condition(NamedTuple):
    subject: Token
    comparison: Token
    value: ValueNode


class Setting(NamedTuple):
    name: Token
    value: ValueNode


# ------------------------------------------------------------------ declarations


class Include(NamedTuple):
    keyword: Token
    path: Token


class Import(NamedTuple):
    keyword: Token
    path: Token
    as_: Token
    name: Token


class Param(NamedTuple):
    keyword: Token
    name: Token
    colon: Token
    type: Token
    equals: Token | None
    default: ValueNode | None
    doc: Token | None


class Let(NamedTuple):
    keyword: Token
    name: Token
    equals: Token
    value: ValueNode


class Secret(NamedTuple):
    keyword: Token
    name: Token
    equals: Token
    call: Call


class Environment(NamedTuple):
    keyword: Token
    name: Token
    extends_: Token | None
    parent: Token | None
    doc: Token | None
    settings: Body[Setting]


class Masking(NamedTuple):
    keyword: Token
    name: Token
    extends_: Token | None
    parent: Token | None
    doc: Token | None
    rules: Body[Rule]


class Block(NamedTuple):
    """The rule `recipe`, named as in the model."""

    keyword: Token
    name: Token
    doc: Token | None
    after_: Token | None
    after: list[Token] | None
    steps: Body[Step]


# ------------------------------------------------------------------ steps


class Build(NamedTuple):
    keyword: Token
    environment: Token
    from_: Token | None
    sources: list[Token] | None
    settings: Body[Setting] | None


class Seed(NamedTuple):
    keyword: Token
    environment: Token
    from_: Token | None
    sources: list[Token] | None
    settings: Body[Setting] | None


class Migrate(NamedTuple):
    keyword: Token
    environment: Token
    from_: Token | None
    sources: list[Token] | None
    to_: Token | None
    schema: list[Token] | None
    stages: Body[Setting | Stage] | None


class Run(NamedTuple):
    keyword: Token
    sql: Token
    on_: Token
    environment: Token
    within_: Token | None
    within: Token | None


class RunFile(NamedTuple):
    keyword: Token
    file_: Token
    file: Token
    on_: Token
    environment: Token
    within_: Token | None
    within: Token | None


class Verify(NamedTuple):
    keyword: Token
    sql: Token
    on_: Token
    environment: Token
    else_: Token | None
    message: Token | None


class Require(NamedTuple):
    keyword: Token
    test: Token | Condition
    on_: Token
    environment: Token
    else_: Token | None
    message: Token | None


class Accept(NamedTuple):
    keyword: Token
    hazards: list[Token]
    on_: Token
    environments: list[Token]
    because_: Token | None
    reason: Token | None


class Parallel(NamedTuple):
    keyword: Token
    steps: Body[Step]


class OnlyWhen(NamedTuple):
    keyword: Token
    when_: Token
    condition: Condition
    steps: Body[Step]


class ForEach(NamedTuple):
    keyword: Token
    each_: Token
    variable: Token
    in_: Token
    values: ValueNode
    steps: Body[Step]


# ------------------------------------------------------------------ inside `migrate`


class Stage(NamedTuple):
    """`step NAME { … }`; a Step is one of a recipe."""

    keyword: Token
    name: Token
    doc: Token | None
    after_: Token | None
    after: list[Token] | None
    actions: Body[Action]


class StageRun(NamedTuple):
    keyword: Token
    sql: Token
    within_: Token | None
    within: Token | None


class StageFile(NamedTuple):
    keyword: Token
    file_: Token
    file: Token
    within_: Token | None
    within: Token | None


class Backfill(NamedTuple):
    keyword: Token
    table: Token
    set_: Token
    set: Token
    where_: Token | None
    where: Token | None


class StageVerify(NamedTuple):
    keyword: Token
    sql: Token
    else_: Token | None
    message: Token | None


class Undo(NamedTuple):
    keyword: Token
    sql: Token


class UndoFile(NamedTuple):
    keyword: Token
    file_: Token
    file: Token


class Irreversible(NamedTuple):
    keyword: Token
    because_: Token
    reason: Token


# ------------------------------------------------------------------ inside `sync` and `masking`


class Sync(NamedTuple):
    keyword: Token
    source: Token
    into_: Token
    target: Token
    clauses: Body[Clause]


class Take(NamedTuple):
    keyword: Token
    patterns: list[Token]


class Skip(NamedTuple):
    keyword: Token
    patterns: list[Token]
    because_: Token | None
    reason: Token | None


class Mask(NamedTuple):
    """The rules `mask` and `mask_using`."""

    keyword: Token
    table: Token
    using_: Token | None
    using: list[Token] | None
    rules: Body[Rule] | None


class KeepOthers(NamedTuple):
    keyword: Token
    others_: Token
    because_: Token
    reason: Token


class Prove(NamedTuple):
    """`verify counts and masks`, inside a sync."""

    keyword: Token
    checks: list[Token]


class MaskWith(NamedTuple):
    columns: list[Token]
    with_: Token
    call: Call
    in_: Token | None
    domain_: Token | None
    domain: Token | None


class MaskKeep(NamedTuple):
    columns: list[Token]
    keep_: Token
    because_: Token | None
    reason: Token | None


Action: TypeAlias = "StageRun | StageFile | Backfill | StageVerify | Undo | UndoFile | Irreversible"
Rule: TypeAlias = "MaskWith | MaskKeep"
Clause: TypeAlias = "Setting | Take | Skip | Mask | KeepOthers | Prove"
Step: TypeAlias = (
    "Setting | Build | Seed | Migrate | Sync | Run | RunFile | Verify | Require | Accept"
    " | Parallel | OnlyWhen | ForEach"
)
Item: TypeAlias = "Include | Import | Param | Let | Secret | Environment | Masking | Block"


def _list_value(children: list[Any]) -> ListValue:
    return ListValue(children[0], tuple(children[1:-1]), children[-1])


def _call(children: list[Any]) -> Call:
    if len(children) == 1:
        return Call(children[0], (), None)
    return Call(children[0], tuple(children[2:-1]), children[-1])


def _mask(children: list[Any]) -> Mask:
    keyword, table, rules = children
    return Mask(keyword, table, None, None, rules)


def _same(children: list[Any]) -> list[Any]:
    return children


_PLURALS = ("start", "hazards", "checks", "refs", "strings", "patterns", "columns")
_BODIES = ("settings", "steps", "stages", "actions", "clauses", "rules")
_RULES: dict[str, Callable[[list[Any]], Any]] = {
    "include": Include._make,
    "import_": Import._make,
    "param": Param._make,
    "let": Let._make,
    "secret": Secret._make,
    "environment": Environment._make,
    "masking": Masking._make,
    "recipe": Block._make,
    "setting": Setting._make,
    "build": Build._make,
    "seed": Seed._make,
    "migrate": Migrate._make,
    "stage": Stage._make,
    "stage_run": StageRun._make,
    "stage_file": StageFile._make,
    "backfill": Backfill._make,
    "stage_verify": StageVerify._make,
    "undo": Undo._make,
    "undo_file": UndoFile._make,
    "irreversible": Irreversible._make,
    "run": Run._make,
    "run_file": RunFile._make,
    "verify": Verify._make,
    "require": Require._make,
    "accept": Accept._make,
    "parallel": Parallel._make,
    "only_when": OnlyWhen._make,
    "for_each": ForEach._make,
    "condition": Condition._make,
    "sync": Sync._make,
    "take": Take._make,
    "skip": Skip._make,
    "mask": _mask,
    "mask_using": Mask._make,
    "keep_others": KeepOthers._make,
    "prove": Prove._make,
    "mask_with": MaskWith._make,
    "mask_keep": MaskKeep._make,
    "named": Named._make,
    "list": _list_value,
    "call": _call,
}

BUILDERS = SimpleNamespace(
    **_RULES, **dict.fromkeys(_PLURALS, _same), **dict.fromkeys(_BODIES, Body)
)
"""Lark's transformer: what each rule's children become, while parsing."""


def start(node: Any) -> int:
    """Offset of a node's first character."""
    while not isinstance(node, Token):
        node = node[0]
    return node.start_pos or 0


def end(node: Any) -> int:
    """Offset after the last character of a node's sentence, blocks left out."""
    if isinstance(node, Token):
        return node.end_pos or 0
    for part in reversed(node):
        if part is not None and not isinstance(part, Body) and part != ():
            return end(part)
    return start(node)
