"""Files to a checked recipe: names first, then values, then what the recipes do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from confiture.lang import tree
from confiture.lang.declarations import check_constants, check_parameters, check_secrets
from confiture.lang.environments import check_environments
from confiture.lang.files import Reading
from confiture.lang.format import format_tokens
from confiture.lang.maskings import check_maskings, text
from confiture.lang.scope import Here, Scope, complain_of_cycles, declare, in_order
from confiture.lang.settings import read, without_parameters
from confiture.lang.statements import statements
from confiture.lang.vocabulary import RECIPE, RECIPE_WORKERS
from confiture.model.privacy import MaskSignature
from confiture.model.recipe import Block, Recipe


def check_recipe(
    reading: Reading, *, masks: Mapping[str, MaskSignature], path: Path | None
) -> Recipe | None:
    """The recipe but for its digest, or None where the reading now holds problems."""
    scope = declare(reading, masks)
    constants = check_constants(scope)
    parameters = check_parameters(scope)
    secrets = check_secrets(scope)
    check_environments(scope)
    check_maskings(scope)
    blocks = _blocks(scope, reading)
    if reading.problems:
        return None
    return Recipe(
        path=path,
        root=reading.root,
        parameters=parameters,
        constants=constants,
        secrets=secrets,
        environments=scope.environments,
        maskings=scope.maskings,
        blocks=blocks,
        digest="",
    )


def _blocks(scope: Scope, reading: Reading) -> tuple[Block, ...]:
    """The recipes of all included files; those of imported ones stay where they are."""
    found = []
    after: dict[str, list[str]] = {}
    for file in reading.files:
        here = Here(scope, file)
        for node in file.items:
            if isinstance(node, tree.Block) and not file.prefix:
                block = _block(here, node)
                found.append(block)
                after.setdefault(block.name, list(block.after))
    cycles = in_order(after)[1]
    complain_of_cycles(scope, "after-cycle", "runs after", cycles, tree.Block)
    return tuple(found)


def _block(here: Here, node: tree.Block) -> Block:
    own = [step for step in node.steps if isinstance(step, tree.Setting)]
    steps = [step for step in node.steps if not isinstance(step, tree.Setting)]
    workers = without_parameters(here, read(here, own, RECIPE)).get("workers")
    before = [here.find(name, tree.Block) for name in node.after or ()]
    return Block(
        name=str(node.name),
        doc=text(here, node.doc),
        after=tuple(one.name for one in before if one is not None),
        workers=workers if isinstance(workers, int) else RECIPE_WORKERS,
        statements=statements(here, steps),
        span=here.span(node),
    )


def digest(reading: Reading) -> str:
    """SHA-256 over the files as `format_text` lays them out, in the order in which they count."""
    canonical = hashlib.sha256()
    for file in reading.files:
        canonical.update(format_tokens(file.source.text, file.tokens).encode())
        canonical.update(b"\0")
    return canonical.hexdigest()
