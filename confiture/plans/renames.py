"""Renames: what they are, which ones may be meant, and which follow from others.

A rename is never guessed. What goes on one side and comes on the other under another name, equal in
all else, is a candidate for the user to confirm; without a word it is dropped and added. Only what
is named after something that was renamed, as the key of a table, follows by itself.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher

from confiture.ddl.objects import OBJECTS, Catalog, Key, Object
from confiture.ddl.objects.column import TableColumn
from confiture.ddl.objects.domain import Domain
from confiture.ddl.objects.identity_sequence import IdentitySequence
from confiture.ddl.objects.index import TableIndex
from confiture.ddl.objects.index_storage import Storage
from confiture.ddl.objects.sequence_owner import SequenceOwner
from confiture.model.names import quote

_NAMED_NOT_NULL = 180000
_NAMED_NOT_NULL_OF_DOMAINS = 170000

LABEL = "label"
"""Stands for a kind: a label of an enumeration, whose path is that of the type and the label."""

PARTS = frozenset(
    {
        LABEL, "column", "view-column", "constraint", "foreign-key", "domain-check", "trigger",
        "policy", "rule",
    }
)  # fmt: skip
IN_SCHEMAS = frozenset(
    {
        "table", "view", "materialized-view", "sequence", "index", "enum", "composite", "range",
        "domain", "routine", "aggregate", "collation", "conversion", "statistics",
        "text-search-parser", "text-search-template", "text-search-dictionary",
        "text-search-configuration",
    }
)  # fmt: skip
_BY_THEMSELVES = frozenset(
    {"schema", "server", "foreign-data-wrapper", "language", "event-trigger", "publication"}
)
RENAMABLE = PARTS | IN_SCHEMAS | _BY_THEMSELVES
UNMARKED = frozenset(
    {"table", "view", "materialized-view", "sequence", "index", "column", "view-column"}
)
"""Kinds that a name means without a word before it."""

_MOST_FOR_ONE = 5


@dataclass(frozen=True, order=True, slots=True)
class Rename:
    """An object of the old side that goes on under the key that it has on the new one."""

    old: Key
    new: Key

    @property
    def option(self) -> str:
        """As `--rename` takes it."""
        word = "" if self.old.kind in UNMARKED else f"{OBJECTS[self.old.kind].word} "
        inside = self.old.kind in IN_SCHEMAS and self.old.path[0] != self.new.path[0]
        right = spelled(self.new) if inside else _spelled(bare(self.new))
        return f"{word}{spelled(self.old)}={right}"

    def __str__(self) -> str:
        """As a question to the user."""
        word = OBJECTS[self.old.kind].word
        return (
            f"{word} {spelled(self.new)} may be {spelled(self.old)} renamed:"
            f" --rename {shlex.quote(self.option)}"
        )


@dataclass(frozen=True)
class Mapping:
    """What the user said: `renames`, and labels that become others which were there before."""

    renames: tuple[Rename, ...] = ()
    merged: tuple[Rename, ...] = ()

    def reversed(self) -> Mapping:
        """The way back. Labels that became one cannot be told apart again."""
        return Mapping(tuple(Rename(one.new, one.old) for one in self.renames))


def place_of_name(key: Key) -> int:
    """Which part of its path is an object's name; arguments stand behind it."""
    return 1 if key.kind in ("routine", "aggregate") else len(key.path) - 1


def bare(key: Key) -> str:
    """An object's name alone."""
    return key.path[place_of_name(key)]


def spelled(key: Key, *, most: int = 0) -> str:
    """A name with all its parts, or `most` of them, as `--rename` takes it."""
    end = place_of_name(key) + 1
    arguments = "".join(f"({text})" for text in key.path[end:])
    return ".".join(map(_spelled, key.path[:end][-most:])) + arguments


def _spelled(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else quote(name)


def ends_with(key: Key, name: tuple[str, ...]) -> bool:
    """Whether a name is that of an object, be it without the schema."""
    return key.path[: place_of_name(key) + 1][-len(name) :] == name


def named(catalog: Catalog, kinds: frozenset[str], name: tuple[str, ...]) -> Key | None:
    """The object that a name in DDL means; one without a schema is of `public`, or the only one
    of its name. None where that is not clear."""
    found = [key for key in catalog if key.kind in kinds and ends_with(key, name)]
    whole = [key for key in found if len(name) > place_of_name(key)]
    public = [key for key in found if key.path[0] == "public"]
    closest = whole or public or found
    return closest[0] if len(closest) == 1 else None


_WITH_PARTS = frozenset({"schema", "table", "view", "materialized-view", "domain", "enum"})


def path_after(renames: Iterable[Rename], path: tuple[str, ...]) -> tuple[str, ...]:
    """What a schema, or a table or type, is called once some renames were done."""
    return _followed({r.old.path: r.new.path for r in renames if r.old.kind in _WITH_PARTS}, path)


def path_before(renames: Iterable[Rename], path: tuple[str, ...]) -> tuple[str, ...]:
    return _followed({r.new.path: r.old.path for r in renames if r.old.kind in _WITH_PARTS}, path)


def _followed(
    names: dict[tuple[str, ...], tuple[str, ...]], path: tuple[str, ...]
) -> tuple[str, ...]:
    if path in names or not path:
        return names.get(path, path)
    return (*_followed(names, path[:-1]), path[-1])


def key_after(renames: Iterable[Rename], key: Key) -> Key:
    """What an object is called that is not renamed itself, but perhaps what it is a part of."""
    place = place_of_name(key)
    return Key(key.kind, (*path_after(renames, key.path[:place]), *key.path[place:]))


def key_before(renames: Iterable[Rename], key: Key) -> Key:
    place = place_of_name(key)
    return Key(key.kind, (*path_before(renames, key.path[:place]), *key.path[place:]))


def renamed_key(renames: Iterable[Rename], key: Key) -> Key:
    """The key that an object has once some renames were done."""
    return next((one.new for one in renames if one.old == key), None) or key_after(renames, key)


def as_of_version(catalog: Catalog, version: int) -> Catalog:
    """The catalog of a scratch copy as far as another version could tell: before PostgreSQL 18, no
    NOT NULL of a column has a name, and before 17 none of a domain."""
    unnamed = {
        key: replace(one, not_null_name=None, not_null_constraint=None)
        if isinstance(one, TableColumn)
        else replace(one, not_null_name=None)
        for key, one in catalog.items()
        if (isinstance(one, TableColumn) and version < _NAMED_NOT_NULL)
        or (isinstance(one, Domain) and version < _NAMED_NOT_NULL_OF_DOMAINS)
    }
    return replace(catalog, objects={**catalog.objects, **unnamed})


# ------------------------------------------------------------------ what may be meant


def candidates(old: Catalog, new: Catalog) -> tuple[Rename, ...]:
    """Pairs of one object that goes and one that comes, equal but for the name; those that could
    have several partners with the five whose names are closest."""
    schemas = list(_pairs(_schemas(old, new), _schemas(new, old)))
    moved = {key.path[0] for one in schemas for key in (one.old, one.new)}
    gone, come = (
        defaultdict(list, {
            like: [one for one in objects if not (one.in_schema and one.path[0] in moved)]
            for like, objects in _alone(ours, theirs).items()
        })
        for ours, theirs in ((old, new), (new, old))
    )  # fmt: skip
    return tuple(
        sorted([*schemas, *_pairs(gone, come)], key=lambda one: (one.old.path, one.old.kind))
    )


def _pairs(
    gone: dict[Hashable, list[Object]], come: dict[Hashable, list[Object]]
) -> Iterator[Rename]:
    for like in gone.keys() & come.keys():
        for one in gone[like]:
            name = bare(one.key)
            near = sorted(come[like], key=lambda other: (-_closeness(name, other), other.path))
            for other in near[:_MOST_FOR_ONE]:
                yield Rename(one.key, other.key)


def _closeness(name: str, other: Object) -> float:
    return SequenceMatcher(None, name, bare(other.key)).ratio()


def _schemas(ours: Catalog, theirs: Catalog) -> dict[Hashable, list[Object]]:
    """Schemas that only one side has, by what is in them; empty ones are like nothing."""
    within: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key, one in ours.items():
        if one.in_schema and key.kind != "schema":
            within[key.path[0]].add((key.kind, *key.path[1:]))
    found: defaultdict[Hashable, list[Object]] = defaultdict(list)
    for key in ours.keys() - theirs.keys():
        if key.kind == "schema" and within[key.path[0]]:
            found[frozenset(within[key.path[0]])].append(ours[key])
    return found


def _alone(ours: Catalog, theirs: Catalog) -> dict[Hashable, list[Object]]:
    """What only one side has and could be renamed by itself, by its likeness."""
    alone = ours.keys() - theirs.keys()
    found: defaultdict[Hashable, list[Object]] = defaultdict(list)
    for key in sorted(alone):
        one = ours[key]
        owner = ours.get(Key("sequence-owner", key.path)) if key.kind == "sequence" else None
        follows = getattr(one, "inherited", False) or getattr(one, "typed", False)
        if key.kind not in RENAMABLE - {"schema", "view-column"} or follows:
            continue
        if owner is None or not owner.needs & (alone - {key}):
            found[_likeness(one, ours)].append(one)
    return found


_DRESS = frozenset({"path", "sql", "owner", "comment", "access"})
_NAMED_AFTER = {
    "column": frozenset({"not_null_name"}),
    "range": frozenset({"multirange", "multirange_name"}),
    "constraint": frozenset({"index_comment"}),
}
"""Facts that hold names which PostgreSQL made of an object's own."""
_TELLING = frozenset({"routine", "aggregate", "index", "trigger", "rule", "statistics"})
"""Kinds with the statement that makes them, or their own name, among their facts."""


def _likeness(one: Object, catalog: Catalog) -> tuple[Hashable, ...]:
    """What two objects have in common that differ but by name."""
    facts = (one.kind, *_facts(one))
    if one.kind == "table":
        columns = (part for part in catalog.parts(one.key) if isinstance(part, TableColumn))
        within = sorted((part.path[2], _column_likeness(part, catalog)) for part in columns)
        return (*facts, *within, *_bound(one.path, catalog))
    if isinstance(one, TableColumn):
        return (*facts, _default(one, catalog))
    return facts


def _bound(table: tuple[str, ...], catalog: Catalog) -> tuple[Hashable, ...]:
    """What tells one partition from the others."""
    partition = catalog.get(Key("partition", table))
    return () if partition is None else (getattr(partition, "bound", None),)


def _column_likeness(column: TableColumn, catalog: Catalog) -> str:
    return repr((*_facts(replace(column, table="")), _default(column, catalog)))


def _facts(one: Object) -> Iterator[Hashable]:
    unsaid = _DRESS | _NAMED_AFTER.get(one.kind, frozenset())
    for field in fields(one):
        if field.compare and field.name not in unsaid:
            value = getattr(one, field.name)
            if isinstance(value, Storage):
                value = replace(value, index="", name="")
            elif isinstance(value, IdentitySequence):
                value = replace(value, name="", path=("", ""))
            elif one.kind in _TELLING and field.name in ("definition", "function"):
                value = _nameless(value, one.key)
            yield value


def _nameless(text: str, key: Key) -> str:
    """A definition without the name of what it makes, which comes first in it."""
    *around, name = ("(?:" + re.escape(quote(part)) + "|" + re.escape(part) + ")"
                     for part in key.path[: place_of_name(key) + 1])  # fmt: skip
    whole = "".join(rf"{part}\." for part in around[:1])
    return re.sub(rf'(?<![\w"])(?:{whole})?{name}(?![\w"])', "", text, count=1)


def _default(column: TableColumn, catalog: Catalog) -> str | None:
    """A column's default; the sequence of a serial column is named after it."""
    default = catalog.get(Key("default", column.path))
    if default is None:
        return None
    expression = str(getattr(default, "expression", ""))
    for need in default.needs:
        owner = catalog.get(Key("sequence-owner", need.path))
        if need.kind == "sequence" and owner is not None and column.key in owner.needs:
            expression = expression.replace(catalog[need].sql, "")
    return expression


# ------------------------------------------------------------------ what follows by itself

_FOLLOWING = frozenset({"index", "constraint", "foreign-key", "domain-check", "sequence"})
_COLUMNS = frozenset({"column", "view-column"})
_WHOLES = frozenset({"table", "column", "materialized-view", "view-column", "domain"})


def followers(
    renames: Iterable[Rename], old: Catalog, renamed: Catalog, new: Catalog
) -> tuple[Rename, ...]:
    """What has another name on the new side since some renames were done, which made `renamed` of
    the old side: indexes, constraints and sequences of what was renamed that are equal in all else,
    and columns of views that are called like renamed columns. Where a new name is not free yet,
    that is left to the difference."""
    touched = {key.path[:2] for key in renamed.keys() - old.keys() if key.kind in _WHOLES}
    taken = {name for one in renamed.values() for name in one.names}
    gone, come = (_followers(*sides, touched) for sides in ((renamed, new), (new, renamed)))
    pairs = [
        (before.key, after.key)
        for like in gone.keys() & come.keys()
        for before, after in zip(gone[like], come[like], strict=False)
    ]
    pairs += _columns_of_views(renames, renamed, new)
    return tuple(Rename(*pair) for pair in pairs if not new[pair[1]].names & taken)


def _columns_of_views(
    renames: Iterable[Rename], renamed: Catalog, new: Catalog
) -> Iterator[tuple[Key, Key]]:
    names = {bare(one.old): bare(one.new) for one in renames if one.old.kind in _COLUMNS}
    for key in sorted(renamed.keys() - new.keys()):
        if key.kind == "view-column" and bare(key) in names:
            after = Key(key.kind, (*key.path[:2], names[bare(key)]))
            if after in new:
                yield key, after


def _followers(
    ours: Catalog, theirs: Catalog, touched: set[tuple[str, ...]]
) -> dict[Hashable, list[Object]]:
    found: defaultdict[Hashable, list[Object]] = defaultdict(list)
    for key in sorted(ours.keys() - theirs.keys()):
        whole = _whole(key, ours) if key.kind in _FOLLOWING else None
        if whole is not None and whole[:2] in touched:
            found[(whole, *_likeness(ours[key], ours))].append(ours[key])
    return found


def _whole(key: Key, catalog: Catalog) -> tuple[str, ...] | None:
    """The path of what an object is a part of; that of the column, for a sequence."""
    one = catalog[key]
    if isinstance(one, TableIndex):
        return one.table
    if key.kind != "sequence":
        return key.path[:2]
    owner = catalog.get(Key("sequence-owner", key.path))
    if not isinstance(owner, SequenceOwner):
        return None
    return next((need.path for need in owner.needs if need.kind == "column"), None)
