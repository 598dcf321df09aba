"""Plans from values: recipes against schemas that were read once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from confiture import api, lang
from confiture.model.schema import Schema
from confiture.plans.make import flat, make_steps
from confiture.plans.plan import Base
from confiture.plans.scope import Desired, Observation, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from confiture.model.recipe import Statement

NOTHING = Schema(tables=(), sequences=())


def observation(
    environment: str,
    schema: Schema | None,
    *,
    database: str | None = None,
    rows: Collection[str] = (),
) -> Observation:
    """`database` is the environment's own unless it is said."""
    return Observation(
        base=Base(
            environment=environment,
            system_identifier="1",
            database=database or environment,
            fingerprint=schema.fingerprint() if schema else None,
        ),
        schema=schema,
        holds_rows=frozenset(rows),
        built=None,
    )


def planned(text: str, observed: Mapping[str, Observation], *, name: str = "copy.conf") -> Scope:
    """The scope after planning the recipe's blocks. Raises RecipeError with all complaints."""
    root = Path("/nowhere")
    recipe = lang.loads(text, name=name, root=root, masks=api.mask_signatures())
    values = lang.resolve_parameters(recipe, {})
    statements: tuple[Statement, ...] = tuple(
        s for block in recipe.blocks for s in lang.expand(recipe, block, values)
    )
    empty = Desired(files=(), schema_hash="0" * 64, schema=NOTHING)
    scope = Scope(
        recipe=recipe,
        root=root,
        values=values,
        observed=observed,
        desired={id(s): empty for s in flat(statements)},
        files={id(s): () for s in flat(statements)},
        schemas={name: one.schema for name, one in observed.items()},
    )
    make_steps(scope, statements)
    return scope
