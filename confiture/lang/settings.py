"""Settings: which there are in a place, and that each has a value of its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import tree
from confiture.lang.files import locate
from confiture.lang.scope import Here, said
from confiture.lang.values import WRONG, Checked, Wrong, described, fits, type_of, value
from confiture.lang.vocabulary import SettingType
from confiture.model.declarations import Reference, Value
from confiture.text import Span

_URL_PASSWORD = re.compile(r"^\w+://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)


class Setting(NamedTuple):
    """A setting's value, the place of the sentence, and that of the value."""

    value: Value
    span: Span
    node: tree.Setting


Settings = dict[str, Setting]


def read(here: Here, body: Iterable[tree.Setting], table: Mapping[str, SettingType]) -> Settings:
    """The settings that are right, by name; complains of the others."""
    found: Settings = {}
    named: set[str] = set()
    for node in body:
        name = str(node.name)
        if not _is_known(here, node, table):
            continue
        if name in named:
            here.complain("duplicate-setting", f"{said(name)} is set twice", node.name)
            continue
        named.add(name)
        converted = _CONVERT[table[name].kind](here, node, table[name])
        if not isinstance(converted, Wrong):
            found[name] = Setting(converted, here.span(node), node)
    return found


def without_parameters(here: Here, settings: Settings) -> dict[str, Value]:
    """The values of settings that are needed before any parameter has one."""
    for name, setting in settings.items():
        if isinstance(setting.value, Reference) and type_of(here.scope, setting.value) != "secret":
            message = f"{said(name)} cannot depend on parameter {said(setting.value.name)}"
            here.complain("parameter-here", message, setting.node.value, "write its value")
    return {
        name: setting.value
        for name, setting in settings.items()
        if not isinstance(setting.value, Reference)
    }


def _is_known(here: Here, node: tree.Setting, table: Mapping[str, SettingType]) -> bool:
    if not node.name:
        return False
    if node.name in table:
        return True
    hint = did_you_mean(node.name, table) or "known are " + ", ".join(sorted(table))
    here.complain("unknown-setting", f"no setting {said(node.name)} here", node.name, hint)
    return False


def _wrong_type(here: Here, node: tree.Setting, wanted: str, got: Value) -> Checked:
    kind = type_of(here.scope, got)
    hint = "secrets stand in `password`, `url` and `key`" if kind == "secret" else None
    what = described(kind)
    if isinstance(got, Reference) and kind not in ("secret", "environment"):
        what = f"parameter {said(got.name)}, which is {what}"
    here.complain("wrong-type", f"{said(node.name)} takes {wanted}, not {what}", node.value, hint)
    return WRONG


def _plain(kind: str) -> Callable[[Here, tree.Setting, SettingType], Checked]:
    def convert(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
        got = value(here, node.value)
        if isinstance(got, Wrong) or fits(type_of(here.scope, got), kind):
            return got
        return _wrong_type(here, node, described(kind), got)

    return convert


def _integer(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    got = _plain("integer")(here, node, wanted)
    if not isinstance(got, int):
        return got
    low, high = wanted.minimum, wanted.maximum
    if (low is not None and got < low) or (high is not None and got > high):
        limit = f"from {low} to {high}" if high is not None else f"at least {low}"
        here.complain("out-of-range", f"{said(node.name)} must be {limit}", node.value)
        return WRONG
    return got


def _choice(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    word = node.value
    if isinstance(word, Token) and word.type in ("NAME", "STRING"):
        text = word.strip('"')
        if text in wanted.choices:
            return text
        hint = did_you_mean(text, wanted.choices) or "known are " + ", ".join(wanted.choices)
        here.complain("unknown-choice", f"{said(node.name)} cannot be {said(text)}", word, hint)
        return WRONG
    got = value(here, word)
    wanted_words = "one of " + ", ".join(wanted.choices)
    return got if isinstance(got, Wrong) else _wrong_type(here, node, wanted_words, got)


def _texts(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    got = value(here, node.value)
    if isinstance(got, Wrong):
        return got
    items = got if isinstance(got, tuple) else (got,)
    if all(isinstance(item, str) for item in items):
        return items
    bad = next(item for item in items if not isinstance(item, str))
    if type_of(here.scope, bad) == "text":
        message = f"{said(node.name)} cannot depend on a parameter"
        here.complain("parameter-here", message, node.value, "write its value")
        return WRONG
    return _wrong_type(here, node, "a string or a list of strings", bad)


def _paths(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    got = _texts(here, node, wanted)
    if not isinstance(got, tuple):
        return got
    found = tuple(resolve(here, str(item), node.value) for item in got)
    return tuple(str(path) for path in found if path) if all(found) else WRONG


def resolve(here: Here, text: str, node: object) -> Path | None:
    """The absolute path that a text of this file means, or None after a complaint."""
    path = locate(here.scope.root, here.file.folder, text)
    if path is None:
        hint = "a project is the folder of `confiture.conf`, with all below it"
        here.complain("outside-project", f'"{text}" lies outside of the project', node, hint)
    return path


def _secret(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    word = node.value
    if isinstance(word, Token) and word.type in ("NAME", "DOTTED"):
        found = here.find(word, tree.Secret)
        return Reference(found.name, here.span(word)) if found is not None else WRONG
    return _literal_secret(here, node)


def _literal_secret(here: Here, node: tree.Setting) -> Checked:
    upper = node.name.upper()
    hint = f'declare `secret NAME = env("{upper}")` and write `{node.name} = NAME`'
    message = f"{said(node.name)} takes the name of a secret, never its text"
    here.complain("literal-secret", message, node.value, hint)
    return WRONG


def _address(here: Here, node: tree.Setting, wanted: SettingType) -> Checked:
    got = value(here, node.value)
    if isinstance(got, Wrong):
        return got
    if isinstance(got, str) and _URL_PASSWORD.search(got):
        hint = "leave the password out and set `password` to a secret, or make the url a secret"
        here.complain("literal-secret", f"{said(node.name)} holds a password", node.value, hint)
        return WRONG
    if type_of(here.scope, got) in ("text", "secret"):
        return got
    return _wrong_type(here, node, "a string or the name of a secret", got)


_CONVERT: Mapping[str, Callable[[Here, tree.Setting, SettingType], Checked]] = {
    "text": _plain("text"),
    "texts": _texts,
    "paths": _paths,
    "integer": _integer,
    "boolean": _plain("boolean"),
    "duration": _plain("duration"),
    "choice": _choice,
    "secret": _secret,
    "address": _address,
}
