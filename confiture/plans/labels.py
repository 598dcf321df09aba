"""Labels of enumerations that have other names now, or that others take the place of."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from confiture.ddl.objects import Catalog, Key
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.composite import Composite
from confiture.ddl.objects.enumeration import Enumeration
from confiture.ddl.objects.range import Range
from confiture.ddl.renames import PART, Former, FormerLabel, parts, unquoted
from confiture.errors import Diagnostic, did_you_mean
from confiture.plans.renames import LABEL, Rename, named, path_after, path_before, spelled

_LABEL = re.compile(
    rf'\s*(?P<type>{PART}(?:\.{PART})?)\.(?P<old>"(?:[^"]|"")+"|[^".=]+)=(?P<new>.+)'
)
_ENUM = frozenset({"enum"})


def relabelled(
    old: Catalog,
    new: Catalog,
    renames: Sequence[Rename],
    texts: Iterable[str],
    told: Iterable[Former],
) -> tuple[tuple[Rename, ...], tuple[Rename, ...], tuple[Diagnostic, ...]]:
    """The labels that are renamed, those that become one which was there before, and what is wrong
    with the texts; `renames` are those of the types."""
    reader = _Reader(old, new, renames)
    for text in texts:
        reader.take(text)
    for one in told:
        if isinstance(one, FormerLabel):
            reader.take_told(one)
    found, merged = reader.sorted()
    return tuple(found), tuple(merged), tuple(reader.faults)


def with_merged(catalog: Catalog, merged: Iterable[Rename]) -> Catalog:
    """The new side, whose enumerations know which labels of the old one become which."""
    known: defaultdict[Key, list[tuple[str, str]]] = defaultdict(list)
    for one in merged:
        known[_type(one.new)].append((one.old.path[2], one.new.path[2]))
    told = {
        key: replace(found, merged=tuple(pairs))
        for key, pairs in known.items()
        if isinstance(found := catalog[key], Enumeration)
    }
    return replace(catalog, objects={**catalog.objects, **told}) if told else catalog


def lost(old: Catalog, new: Catalog) -> tuple[str, ...]:
    """What to know of labels that go: rows that have one make the change fail."""
    notes = []
    for key in sorted(old.keys() & new.keys()):
        before, after = old[key], new[key]
        if not (isinstance(before, Enumeration) and isinstance(after, Enumeration)):
            continue
        merged = dict(after.merged)
        for label in before.labels:
            if label not in after.labels and label not in merged:
                where = shlex.quote(f"{spelled(Key(LABEL, (*key.path, label)))}=LABEL")
                notes.append(
                    f"label {label!r} of {spelled(key)} goes; the change fails where rows have it,"
                    f" unless you say what they become: --map-label {where}"
                )
    return tuple(notes)


def unmapped(old: Catalog, new: Catalog) -> tuple[Diagnostic, ...]:
    """Columns of both sides whose values have labels that become others, where no expression gets
    at them: in arrays of composites, in ranges, in arrays of arrays."""
    if not any(isinstance(one, Enumeration) and one.merged for one in new.types.values()):
        return ()
    columns = (one for key, one in sorted(new.items()) if key in old)
    return tuple(
        Diagnostic(
            "unmapped-label",
            f"{spelled(column.key)} is of type {column.type}, in which no expression can replace"
            f" labels of {spelled(enum.key)}",
            hint="say no --map-label for them, and change the rows that have them before",
        )
        for column in columns
        if isinstance(column, TableColumn)
        and (enum := _out_of_reach(column.type, new, reached=True)) is not None
    )


def _out_of_reach(type_: str, catalog: Catalog, *, reached: bool) -> Enumeration | None:
    """An enumeration with merged labels within a type, that `converted` does not get at; nor
    anything within what it has not `reached`."""
    plain = type_.removesuffix("[]")
    is_array = plain != type_
    one = catalog.types.get(plain)
    if isinstance(one, Enumeration):
        return one if one.merged and not reached else None
    within: list[str] = []
    if isinstance(one, Composite):
        within, reached = [part.type for part in one.attributes], reached and not is_array
    elif isinstance(one, Range):
        within, reached = [one.subtype], False
    elif one is not None and one.domain_of is not None:
        # What an array of the domain is, is an array of what the domain is of.
        is_both = is_array and one.domain_of.endswith("[]")
        within = [one.domain_of if is_both or not is_array else f"{one.domain_of}[]"]
        reached = reached and not is_both
    found = (_out_of_reach(part, catalog, reached=reached) for part in within)
    return next((enum for enum in found if enum is not None), None)


class _Reader:
    """What was said so far, as labels of the old side and of the new one, and the faults."""

    def __init__(self, old: Catalog, new: Catalog, renames: Sequence[Rename]) -> None:
        self._old = old
        self._new = new
        self._renames = renames
        self._said: dict[Key, Key] = {}
        self.faults: list[Diagnostic] = []

    def take(self, text: str) -> None:
        said = _LABEL.fullmatch(text)
        if said is None:
            message = f"--map-label {text!r} is not TYPE.OLD=NEW"
            self._fault("bad-label", message, "e.g. app.mood.meh=ok")
            return
        types = self._types(parts(said["type"]))
        if types is None:
            known = [spelled(key) for key in self._new if key.kind == "enum"]
            message = f"no enumeration {said['type']} is on both sides"
            self._fault("unknown-object", message, did_you_mean(said["type"], known))
            return
        labels = [unquoted(said[group]) or said[group] for group in ("old", "new")]
        sides = (("old", self._old), ("new", self._new))
        for (where, side), key, label in zip(sides, types, labels, strict=True):
            known = list(_labels(side, key))
            if label not in known:
                message = f"{spelled(key)} has no label {label!r} on the {where} side"
                self._fault("unknown-label", message, did_you_mean(label, known))
                return
        self._say(types, *labels)

    def take_told(self, told: FormerLabel) -> None:
        types = self._types(told.type)
        if types is None:
            return
        before, after = _labels(self._old, types[0]), _labels(self._new, types[1])
        if told.former in before and told.former not in after and told.label in after:
            self._say(types, told.former, told.label)

    def sorted(self) -> tuple[list[Rename], list[Rename]]:
        """A label whose new name is free is renamed, be it the first of several that get it;
        another one becomes a label that is there."""
        renames: list[Rename] = []
        merged: list[Rename] = []
        taken: set[Key] = set()
        for former, label in self._said.items():
            before = Key(LABEL, (*former.path[:2], label.path[2]))
            is_there = label.path[2] in _labels(self._old, _type(former))
            is_free = label not in taken and (not is_there or before in self._said)
            (renames if is_free else merged).append(Rename(former, label))
            if is_free:
                taken.add(label)
        for former, label in self._said.items():
            stays = Key(LABEL, (*label.path[:2], former.path[2]))
            if former.path[2] in _labels(self._new, _type(label)) and stays not in taken:
                message = f"the new side still has the label {former.path[2]!r}"
                self._fault("not-renamed", f"{message} of {spelled(_type(label))}", None)
        return renames, merged

    def _types(self, name: tuple[str, ...]) -> tuple[Key, Key] | None:
        """An enumeration by the name that it has on either side: its keys on both."""
        new, old = (named(side, _ENUM, name) for side in (self._new, self._old))
        if new is not None:
            old = Key("enum", path_before(self._renames, new.path))
        elif old is not None:
            new = Key("enum", path_after(self._renames, old.path))
        if old is None or new is None:
            return None
        return (old, new) if old in self._old and new in self._new else None

    def _say(self, types: tuple[Key, Key], former: str, label: str) -> None:
        old, new = types
        self._said.setdefault(Key(LABEL, (*old.path, former)), Key(LABEL, (*new.path, label)))

    def _fault(self, code: str, message: str, hint: str | None) -> None:
        self.faults.append(Diagnostic(code, message, hint=hint))


def _type(label: Key) -> Key:
    return Key("enum", label.path[:2])


def _labels(catalog: Catalog, key: Key) -> tuple[str, ...]:
    found = catalog.get(key)
    return found.labels if isinstance(found, Enumeration) else ()
