"""The difference between two databases as a value: what changed, and the SQL that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, fields, replace
from html import escape
from typing import Literal, TypeAlias

import msgspec

from confiture.ddl.objects import Access, Catalog, Key, Object
from confiture.ddl.objects.trigger import Trigger
from confiture.errors import Diagnostic, RecipeError
from confiture.plans.changes import Difference, compare
from confiture.plans.labels import lost, unmapped
from confiture.plans.renames import Rename, candidates, renamed_key, spelled
from confiture.plans.risk import WARNED
from confiture.plans.script import Statement, as_script, statements

What: TypeAlias = Literal["added", "dropped", "altered", "replaced", "renamed"]

_SIGNS = {"added": "+", "dropped": "-", "altered": "~", "replaced": "±", "renamed": ">"}
_MOST_SHOWN = 200
_UNSHOWN = frozenset({"needs", "goes_with", "sql", "path"})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about an object that changes: its name in the catalog, before and after."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change:
    """One object that one side has and the other has not, or has differently.

    An object is `replaced` when it has to be dropped and made again, be it for something that it
    needs; `facts` are empty then.
    """

    what: What
    kind: str
    name: str
    facts: tuple[Fact, ...]

    def __str__(self) -> str:
        return f"{_SIGNS[self.what]} {self.kind} {self.name}"


@dataclass(frozen=True)
class Diff:
    """From an old database to a new one. `candidates` may be renames, for the user to say;
    `notes` are what else the user should know."""

    changes: tuple[Change, ...]
    statements: tuple[Statement, ...]
    candidates: tuple[Rename, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """All statements as a script (see `as_script`)."""
        return as_script(self.statements)

    def to_json(self) -> bytes:
        """A document with `changes` and `statements`, in the order in which they run, with the
        `candidates` for `--rename` and `notes`."""
        document = {
            "format_version": 1,
            "changes": [
                {
                    "what": change.what,
                    "kind": change.kind,
                    "name": change.name,
                    "facts": {f.name: {"old": f.old, "new": f.new} for f in change.facts},
                }
                for change in self.changes
            ],
            "statements": [
                {
                    "sql": one.sql,
                    "kind": one.action.key.kind,
                    "verb": one.action.verb,
                    "group": one.group,
                    "pace": one.pace,
                    "hazards": one.hazards,
                    "risk": one.risk,
                    "effect": one.effect,
                }
                for one in self.statements
            ],
            "candidates": [
                {
                    "kind": one.old.kind,
                    "old": spelled(one.old),
                    "new": spelled(one.new),
                    "rename": one.option,
                }
                for one in self.candidates
            ],
            "notes": self.notes,
        }
        return msgspec.json.format(msgspec.json.encode(document), indent=2)

    def __str__(self) -> str:
        """For people: a line for each object, and one for each fact that changes; then the
        statements that lose something, or keep others waiting."""
        lines = [line for change in self.changes for line in _lines(change)]
        lines += [
            f"! {one.risk}: {one.sql.splitlines()[0]}"
            for one in self.statements
            if one.risk in WARNED
        ]
        return "".join(f"{line}\n" for line in lines)

    def _repr_html_(self) -> str:
        return html(self)


def diff(old: Catalog, new: Catalog, *, online: bool = True) -> Diff:
    """What differs, and the statements that change it; `online`, so that tables that stay can be
    used meanwhile.

    Raises RecipeError where the sides differ in something that no kind of object models, and where
    a column has labels that are to become others, but no expression does that.
    """
    differing = set(old.unmodelled) ^ set(new.unmodelled)
    if differing:
        raise RecipeError(
            *(
                Diagnostic(
                    "unmodelled", f"only one side has {name}, which a diff cannot handle yet",
                    hint="make it, or drop it, on both sides",
                )
                for name in sorted(differing)
            )
        )  # fmt: skip
    if old.objects == new.objects:
        return Diff((), ())
    if faults := unmapped(old, new):
        raise RecipeError(*faults)
    found = compare(old, new, online=online)
    wanted = statements(found)
    notes = (*lost(old, new), *_fired(wanted, new))
    return Diff(tuple(_changes(found)), wanted, candidates(old, new), notes)


def _fired(wanted: Iterable[Statement], new: Catalog) -> Iterator[str]:
    """Triggers that backfills fire."""
    triggers = [one for one in new.values() if isinstance(one, Trigger)]
    for one in wanted:
        key = one.action.key
        if one.pace != "backfill" or key.kind != "column":
            continue
        column = new[key].sql
        found = [t for t in triggers if t.path[:2] == key.path[:2] and t.fires_on_update(column)]
        if found:
            names = ", ".join(sorted(trigger.sql for trigger in found))
            word = "trigger" if len(found) == 1 else "triggers"
            yield f"the backfill of {spelled(key)} fires for each row: {word} {names}"


def led_by(
    found: Diff, renames: Iterable[Rename], renaming: tuple[Statement, ...], new: Catalog
) -> Diff:
    """A difference after some renames, whose statements are of the first transaction."""
    is_shared = bool(found.statements) and found.statements[0].pace == "quick"
    shift = 0 if is_shared else 1
    rest = (replace(one, group=one.group + shift) for one in found.statements)
    renamed = tuple(
        Change(
            "renamed",
            one.new.kind,
            _name(new[one.new]) if one.new in new else spelled(one.new),
            (Fact("name", spelled(one.old), spelled(one.new)),),
        )
        for one in renames
    )
    return replace(found, changes=renamed + found.changes, statements=(*renaming, *rest))


def with_owners_of(other: Catalog, catalog: Catalog, renames: Sequence[Rename] = ()) -> Catalog:
    """The catalog with the other's owners where it has none: DDL that is silent about an owner
    does not take the object from the role that has it. `renames` lead to the other's names."""
    owned = dict(catalog.objects)

    def own(key: Key, role: str | None) -> None:
        if role is not None and owned[key].role is None:
            owned[key] = owned[key].owned_by(role)

    for key in catalog:
        before = other.get(renamed_key(renames, key) if renames else key)
        if before is not None:
            own(key, before.role)
    for one in catalog.values():
        for key in one.binds:
            own(key, owned[one.binds[0]].role)
    return replace(catalog, objects=owned)


def _changes(found: Difference) -> Iterator[Change]:
    """What comes or goes with something else, as a column with its table, is not told by itself."""
    for key in sorted({*found.gone, *found.made, *found.altered}, key=lambda k: (k.path, k.kind)):
        one = found.new.get(key) or found.old[key]
        if _goes_unsaid(found, key):
            continue
        what: What = (
            "altered" if key in found.altered
            else "replaced" if key in found.gone and key in found.made
            else "dropped" if key in found.gone else "added"
        )  # fmt: skip
        facts = tuple(_facts(found.old[key], found.new[key])) if what == "altered" else ()
        yield Change(what, key.kind, _name(one), facts)


def _goes_unsaid(found: Difference, key: Key) -> bool:
    new, old = found.new.get(key), found.old.get(key)
    return _part_of(new, found.made) and _part_of(old, found.gone)


def _part_of(one: Object | None, keys: Set[Key]) -> bool:
    return one is None or bool(one.goes_with & keys)


def _name(one: Object) -> str:
    _, _, name = one.designation.partition(one.word)
    return name.strip() or one.sql


def _facts(old: Object, new: Object) -> Iterator[Fact]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.compare and field.name not in _UNSHOWN and before != after:
            yield Fact(field.name, before, after)


def _lines(change: Change) -> Iterator[str]:
    yield str(change)
    for fact in change.facts:
        yield f"    {fact.name.replace('_', ' ')}: {_shown(fact.old)} → {_shown(fact.new)}"


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Access):
        return str(value)
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return (
        text if len(text) <= _MOST_SHOWN and "\n" not in text else f"{len(text.splitlines())} lines"
    )


def html(found: Diff) -> str:
    """Static HTML without scripts, for notebooks and files."""
    rows = "".join(
        f"<tr><td>{change.what}</td><td>{escape(change.kind)}</td>"
        f"<td><code>{escape(change.name)}</code></td><td>{_html_facts(change)}</td></tr>"
        for change in found.changes
    )
    head = "<tr><th></th><th>kind</th><th>object</th><th>what</th></tr>"
    return (
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        f"<details open><summary>SQL</summary><pre>{escape(found.sql)}</pre></details>"
    )


def _html_facts(change: Change) -> str:
    return "<br>".join(
        f"{escape(f.name.replace('_', ' '))}: {escape(_shown(f.old))} → {escape(_shown(f.new))}"
        for f in change.facts
    )
