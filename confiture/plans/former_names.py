"""From what users say of former names, on the command line or in comments of DDL, to renames."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from confiture.ddl.objects import OBJECTS, Catalog, Key
from confiture.ddl.renames import NAME, Former, FormerName, parts
from confiture.errors import Diagnostic, UsageError, did_you_mean
from confiture.plans.labels import relabelled
from confiture.plans.renames import (
    RENAMABLE,
    UNMARKED,
    Mapping,
    Rename,
    ends_with,
    key_after,
    key_before,
    named,
    path_after,
    path_before,
    place_of_name,
    spelled,
)

_RENAME = re.compile(
    rf"\s*(?:(?P<word>[a-z][a-z -]*?)\s+)?(?P<old>{NAME})\s*(?:\((?P<arguments>.*)\))?"
    rf"\s*=\s*(?P<new>{NAME})\s*"
)


@dataclass(frozen=True)
class Said:
    """What the user says: texts as `--rename` and `--map-label` take them, and what the comments
    of the new side's files tell."""

    renames: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    told: tuple[Former, ...] = ()


def mapping(old: Catalog, new: Catalog, said: Said) -> Mapping:
    """The renames that are meant. What a comment tells counts only where the old side has the
    former name alone, and the new side the other one alone: it may stay in the files for ever.

    Raises UsageError with all that is wrong with the texts.
    """
    reader = _Reader(old, new)
    reader.take(said.renames)
    names = [one for one in said.told if isinstance(one, FormerName)]
    for name in sorted(names, key=lambda one: len(one.named.path)):
        reader.take_told(name)
    reader.check()
    renames, merged, faults = relabelled(old, new, reader.renames, said.labels, said.told)
    if reader.faults or faults:
        raise UsageError(*reader.faults, *faults)
    return Mapping((*reader.renames, *renames), merged)


class _Reader:
    """The renames found so far, what has parts before its parts, and the faults."""

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self._old = old
        self._new = new
        self.renames: list[Rename] = []
        self.faults: list[Diagnostic] = []

    def take(self, texts: Iterable[str]) -> None:
        """All `--rename` at once."""
        found: list[tuple[Key, tuple[str, ...]]] = []
        for text in texts:
            said = _RENAME.fullmatch(text)
            if said is None:
                self._fault("bad-rename", f"--rename {text!r} is not [KIND] OLD=NEW",
                            "e.g. app.users.mail=email, or type app.mood=feeling")  # fmt: skip
            elif (old := self._meant(said)) is not None:
                found.append((old, parts(said["new"])))
        for old, target in sorted(found, key=lambda pair: len(pair[0].path)):
            self._rename(old, target)

    def _meant(self, said: re.Match[str]) -> Key | None:
        """The object of the old side that the left side of a text names."""
        word, name, arguments = said["word"], parts(said["old"]), said["arguments"]
        known = [key for key in self._old if key.kind in RENAMABLE and _is(key, word, self._old)]
        found = [key for key in known if ends_with(key, name) and _takes(key, arguments)]
        found = [key for key in found if len(name) > place_of_name(key)] or found
        if word is None:
            found = [key for key in found if key.kind in UNMARKED] or found
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(_called(one) for one in sorted(found))
            self._fault("ambiguous-rename", f"{said['old']} could be {names}",
                        "say the kind and the whole name")  # fmt: skip
        else:
            close = {spelled(key, most=len(name)) for key in known}
            hint = did_you_mean(said["old"], sorted(close))
            self._fault("unknown-object", f"the old side has no {said['old']}", hint)
        return None

    def _rename(self, old: Key, target: tuple[str, ...]) -> None:
        new = self._target(old, target)
        if new not in self._new:
            same = [spelled(key) for key in self._new if key.kind == new.kind]
            self._fault("no-such-target", f"the new side has no {_called(new)}",
                        did_you_mean(spelled(new), same))  # fmt: skip
        elif old == new:
            self._fault("not-renamed", f"{_called(new)} has that name on both sides", None)
        else:
            self.renames.append(Rename(old, new))

    def _target(self, old: Key, target: tuple[str, ...]) -> Key:
        """The key on the new side: a plain name stays where the object is. The arguments of a
        routine may be of types that have other names too."""
        place = place_of_name(old)
        around = target[:-1] or path_after(self.renames, old.path[:place])
        path = (*around, target[-1])
        same = Key(old.kind, (*path, *old.path[place + 1 :]))
        like = [
            key for key in self._new.keys() - self._old.keys()
            if key.kind == old.kind and key.path[: place + 1] == path
        ]  # fmt: skip
        return like[0] if same not in self._new and len(like) == 1 else same

    def take_told(self, told: FormerName) -> None:
        new = named(self._new, told.named.kinds, told.named.path)
        if new is None or any(one.new == new for one in self.renames):
            return
        place = place_of_name(new)
        missing = max(place + 1 - len(told.former), 0)
        around = path_before(self.renames, new.path[:place])[:missing]
        old = Key(new.kind, (*around, *told.former, *new.path[place + 1 :]))
        if old not in self._old or any(one.old == old for one in self.renames):
            return
        if key_after(self.renames, old) in self._new or key_before(self.renames, new) in self._old:
            return
        self.renames.append(Rename(old, new))

    def check(self) -> None:
        """What is renamed must be gone, and its name must not have been there, but where another
        rename takes the one or frees the other."""
        freed = [one.old for one in self.renames]
        taken = [one.new for one in self.renames]
        for one in self.renames:
            stays, before = key_after(self.renames, one.old), key_before(self.renames, one.new)
            if stays in self._new and stays not in taken:
                self._fault("not-renamed", f"the new side still has {_called(stays)}", None)
            if before in self._old and before not in freed:
                self._fault("not-renamed", f"the old side has {_called(before)} already", None)
        for key in sorted({key for keys in (freed, taken) for key in keys if keys.count(key) > 1}):
            self._fault("renamed-twice", f"{_called(key)} is renamed twice", None)

    def _fault(self, code: str, message: str, hint: str | None) -> None:
        self.faults.append(Diagnostic(code, message, hint=hint))


def _is(key: Key, word: str | None, catalog: Catalog) -> bool:
    """Whether a word names the object's kind: `table`, `foreign table`, `enum`, `type`."""
    if word is None:
        return True
    word = " ".join(word.split())
    kinds = (key.kind, OBJECTS[key.kind].word)
    return word in kinds or catalog[key].designation.startswith(f"{word} ")


def _takes(key: Key, arguments: str | None) -> bool:
    if arguments is None:
        return True
    behind = key.path[place_of_name(key) + 1 :]
    return [re.sub(r"\s", "", text) for text in behind] == [re.sub(r"\s", "", arguments)]


def _called(key: Key) -> str:
    return f"{OBJECTS[key.kind].word} {spelled(key)}"
