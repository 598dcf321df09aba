"""The files and folders that a step names, or that its environment has for it."""

from __future__ import annotations

from pathlib import Path

from lark import Token

from confiture.lang import tree
from confiture.lang.maskings import text
from confiture.lang.scope import Here, said
from confiture.lang.settings import resolve
from confiture.lang.targets import is_plain, possible


def sources(
    here: Here, node: tree.Build | tree.Seed | tree.Migrate, setting: str
) -> tuple[Path, ...] | None:
    """The paths of `from`, else those of the environment; None after a complaint."""
    if node.sources is not None:
        return paths(here, node.sources)
    lacking = [e for e in possible(here, node.environment) if setting not in e.settings]
    for one in lacking:
        message = f"`{node.keyword}` has no `from`, and {said(one.name)} has no `{setting}`"
        hint = f'add to environment {one.name}: {setting} = "db/{setting}"'
        here.complain("missing-source", message, node, hint)
    if lacking:
        return None
    if not is_plain(here, node.environment):
        return ()
    (one,) = possible(here, node.environment)
    found = one.settings[setting]
    return tuple(Path(str(path)) for path in found) if isinstance(found, tuple) else ()


def paths(here: Here, tokens: list[Token]) -> tuple[Path, ...] | None:
    """The absolute paths that strings say; None after a complaint."""
    found = [path(here, token) for token in tokens]
    return tuple(one for one in found if one) if all(found) else None


def path(here: Here, token: Token) -> Path | None:
    said_path = text(here, token)
    return resolve(here, said_path, token) if said_path is not None else None
