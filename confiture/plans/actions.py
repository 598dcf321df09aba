"""In which order a difference is made good.

What needs something that goes, goes before it; what needs something that comes, comes after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from confiture.ddl.objects import Catalog, Key
from confiture.ddl.objects.user_type import aside_name
from confiture.plans.changes import Difference
from confiture.plans.order import Cycle, ordered

Verb: TypeAlias = Literal["drop", "set aside", "alter", "create"]


@dataclass(frozen=True, order=True, slots=True)
class Action:
    """One object, dropped, altered or made; what is replaced is dropped and made.

    What is set aside keeps its columns, or serves on, under another name, until its successor is
    there.
    """

    verb: Verb
    key: Key


def _actions(found: Difference) -> set[Action]:
    """One for each object that has statements of its own."""
    drops = {Action("drop", k) for k in found.gone if not found.old[k].goes_with & found.gone}
    creates = {
        Action("create", k)
        for k in found.made - found.new.folded
        if found.new[k].made_with not in found.made
    }
    asides = {Action("set aside", key) for key in found.aside}
    return drops | asides | creates | {Action("alter", key) for key in found.altered}


def _edges(found: Difference, actions: set[Action]) -> Iterator[tuple[Action, Action]]:
    """Pairs of actions of which the first comes first."""
    drops = _Doers("drop", found.old, found.gone, actions)
    creates = _Doers("create", found.new, found.made, actions)
    yield from _after_dependents(found, drops)
    for key in {*found.made, *found.altered}:
        doer = creates.of(key)
        for need in found.new[key].needs:
            if need in found.made or _is_awaited(found, need, key):
                yield creates.of(need), doer
    yield from _named(found, drops, creates)
    yield from _around_asides(found, drops, creates)
    for part, whole in _joined(found):
        yield creates.of(part), creates.of(whole)
    for part, other in (*_merged(found), *_passed_on(found), *_completed(found), *_governed(found)):
        yield creates.of(part), creates.of(other)
    for other, part in _unmerged(found):
        yield drops.of(other), drops.of(part)
    for cause, key in _said_again(found):
        yield Action("alter", cause), Action("alter", key)


def _named(found: Difference, drops: _Doers, creates: _Doers) -> Iterator[tuple[Action, Action]]:
    """What makes a name free, and what takes it."""
    freed = {
        name: _releasing(found, drops.of(key))
        for key in {*found.gone, *found.altered}
        for name in found.old[key].names - _names(found.new, key, found.gone)
    }
    for key in {*found.made, *found.altered}:
        for name in found.new[key].names - _names(found.old, key, found.made):
            if name in freed:
                yield freed[name], creates.of(key)
    for key in found.aside:
        for *path, last in found.old[key].names:
            wanted = (*path, aside_name(last))
            if wanted in freed:
                yield freed[wanted], Action("set aside", key)


def _around_asides(
    found: Difference, drops: _Doers, creates: _Doers
) -> Iterator[tuple[Action, Action]]:
    """What is set aside goes later, after its successor came; parents' parts are the first."""
    for key in found.aside:
        aside = Action("set aside", key)
        yield aside, drops.of(key)
        if key in found.made:
            yield creates.of(key), drops.of(key)
        for parent in _asides(found, *_parents(found, key)):
            yield parent, aside


def _passed_on(found: Difference) -> Iterator[tuple[Key, Key]]:
    """What is made or altered, and what has the same changes from there."""
    changed = {*found.made, *found.altered}
    for key in changed:
        one = found.new[key]
        for parent in one.parents & changed - (one.precedes if key in found.made else set()):
            yield parent, key


def _merged(found: Difference) -> Iterator[tuple[Key, Key]]:
    """New parts of tables that were there, and the parents' that become one with them."""
    for key in found.made:
        if found.new[key].made_with in found.made:
            continue
        for other in found.new[key].precedes & found.made:
            if found.new[other].made_with not in found.made:
                yield key, other


def _unmerged(found: Difference) -> Iterator[tuple[Key, Key]]:
    """The parents' parts, and those of tables that stay, which are theirs alone by then."""
    for key in found.gone:
        if found.old[key].made_with not in found.gone:
            for other in found.old[key].precedes & found.gone:
                if found.old[other].made_with not in found.gone:
                    yield other, key


def _completed(found: Difference) -> Iterator[tuple[Key, Key]]:
    """New parts of what is whole only with them, and what else needs that."""
    parts: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in found.made:
        for whole in found.new[key].completes:
            parts[whole].append(key)
    within = {need for keys in parts.values() for key in keys for need in found.new[key].needs}
    for key in found.made - within:
        if not found.new[key].completes:
            for need in found.new[key].needs & parts.keys():
                yield from ((part, key) for part in parts[need])


def _governed(found: Difference) -> Iterator[tuple[Key, Key]]:
    """What is made, and what would have given it other privileges."""
    governed = [key for key in found.made if found.new[key].default_privileges]
    for key in {*found.made, *found.altered}:
        if found.new[key].governs:
            yield from ((one, key) for one in governed)


def _said_again(found: Difference) -> Iterator[tuple[Key, Key]]:
    """What is altered, and what is to be said when all that it needs was rebuilt for that."""
    for key in found.altered:
        if found.new[key].forgotten:
            for need in found.new[key].needs:
                for cause in found.new[need].needs & found.altered.keys():
                    yield cause, key


def _joined(found: Difference) -> Iterator[tuple[Key, Key]]:
    """New parts of tables, and altered ones, and what is made of the tables when they have them."""
    parts: defaultdict[tuple[str, ...] | None, list[Key]] = defaultdict(list)
    for key in {*found.made, *found.altered}:
        parts[found.new[key].on].append(key)
    for key in found.made:
        whole = found.new[key].made_with
        own = whole.path if whole in found.made else None
        for table in found.new[key].collects - {own}:
            for part in parts[table]:
                if found.new[part].rank < found.new[key].rank:
                    yield part, key


def _parted(found: Difference, actions: set[Action]) -> Iterator[tuple[Action, Action]]:
    """Parts of tables that go, and what is made of the tables when they have them no more, unless
    the parts have to wait for that."""
    drops = _Doers("drop", found.old, found.gone, actions)
    creates = _Doers("create", found.new, found.made, actions)
    parts: defaultdict[tuple[str, ...] | None, list[Key]] = defaultdict(list)
    for key in found.gone - found.made:
        parts[found.old[key].on].append(key)
    for key in found.made:
        for table in found.new[key].collects:
            for part in parts[table]:
                if found.old[part].rank < found.new[key].rank:
                    yield drops.of(part), creates.of(key)


def _names(catalog: Catalog, key: Key, moved: Set[Key]) -> frozenset[tuple[str, ...]]:
    """The names that an object keeps, where it is only altered."""
    return catalog[key].names if key in catalog and key not in moved else frozenset()


def _after_dependents(found: Difference, drops: _Doers) -> Iterator[tuple[Action, Action]]:
    """What is dropped, or disturbed, waits until nothing needs it any more."""
    for key, one in found.old.items():
        for need in one.needs:
            if need in found.gone:
                yield from _before_drop(found, key, need, drops)
            elif _is_awaited(found, need, key) and not found.altered[need].commits:
                yield from _before_alter(found, key, need, drops)


def _before_drop(
    found: Difference, key: Key, need: Key, drops: _Doers
) -> Iterator[tuple[Action, Action]]:
    if key in found.gone:
        first = drops.of(key)
        yield first, drops.of(need)
        # A routine is dropped by the name of its types, a column is not.
        named = found.old[key].on is None and first.key not in found.aside
        if need in found.aside and named:
            yield first, Action("set aside", need)
    elif key in found.altered:
        yield Action("alter", key), drops.of(need)


def _before_alter(
    found: Difference, key: Key, need: Key, drops: _Doers
) -> Iterator[tuple[Action, Action]]:
    if key in found.gone and drops.of(key).key not in found.aside:
        for cause in (need, *_ancestors(found, need)):
            yield drops.of(key), Action("alter", cause)
    elif key in found.altered and _leaves(found, key, need):
        yield Action("alter", key), Action("alter", need)


def _leaves(found: Difference, key: Key, need: Key) -> bool:
    """Whether an altered object needs something no longer, which cannot be altered before that."""
    old = found.old[key]
    waits = old.restricts or found.altered[need].disturbs or not old.bears(need)
    return waits and need not in found.new[key].needs


def _is_awaited(found: Difference, need: Key, key: Key) -> bool:
    """Whether what an object needs is altered: not only in its comment or privileges, and not only
    in its owner where the object merely lies in it."""
    if need not in found.altered:
        return False
    one = found.altered[need]
    is_inside = key.path[: len(need.path)] == need.path != key.path
    is_handed_over = found.old[need].owner != found.new[need].owner
    return bool(one.statements) or one.disturbs or (is_handed_over and not is_inside)


def _ancestors(found: Difference, key: Key) -> Iterator[Key]:
    """What is altered and passes that on to an object."""
    for parent in found.new[key].parents & found.altered.keys():
        yield parent
        yield from _ancestors(found, parent)


def _releasing(found: Difference, drop: Action) -> Action:
    """What makes the names free that an object, and all that goes with it, has; where it has none
    but those that it inherits, that is done with the parent's."""
    key = drop.key
    is_heir = key not in found.made and not found.old[key].set_aside()
    return next(_asides(found, key, *(_parents(found, key) if is_heir else ())), drop)


def _asides(found: Difference, *keys: Key) -> Iterator[Action]:
    return (Action("set aside", key) for key in keys if key in found.aside)


class _Doers:
    """The action that does something to an object: its own, or that of what it goes or is made
    with."""

    def __init__(self, verb: Verb, catalog: Catalog, keys: set[Key], actions: set[Action]) -> None:
        self._verb = verb
        self._catalog = catalog
        self._keys = keys
        self._actions = actions

    def of(self, key: Key) -> Action:
        action = Action(self._verb, key)
        if action in self._actions:
            return action
        if key not in self._keys:
            return Action("alter", key)
        one = self._catalog[key]
        if self._verb == "create":
            return self.of(one.made_with or min(one.goes_with & self._keys))
        return self.of(min(one.goes_with & self._keys))


def in_order(found: Difference) -> tuple[list[Action], list[tuple[Action, Action]]]:
    """The actions of a difference, in an order that works, and the pairs of which the first must
    come first.

    Where tables are dropped that need each other, what binds them is dropped on its own; where
    a name is wanted of what cannot be dropped yet, that is set aside.
    """
    actions = _actions(found)

    def urgency(action: Action) -> tuple[int, int, tuple[str, ...]]:
        """Drops come first, those of the last kinds before all."""
        if action.verb in ("drop", "set aside"):
            return (0, -found.old[action.key].rank, action.key.path)
        return (1, found.new[action.key].rank, action.key.path)

    given_up: set[tuple[Action, Action]] = set()
    while True:
        parted = {*_parted(found, actions)} - given_up
        edges = [*_edges(found, actions), *parted]
        try:
            return ordered(sorted(actions), edges, urgency), edges
        except Cycle as cycle:
            drops = _Doers("drop", found.old, found.gone, actions)
            bound = {Action("drop", k) for k in found.gone if drops.of(k) in cycle.nodes} - actions
            bound = bound or _name_givers(found, cycle.nodes)
            tight = {edge for edge in parted if not bound and cycle.nodes.issuperset(edge)}
            if not (bound or tight):
                raise
            given_up |= tight
            found.aside |= {action.key for action in bound if action.verb == "set aside"}
            actions = actions | bound


def _parents(found: Difference, key: Key) -> Iterator[Key]:
    """Those of which an old object inherits, directly or not."""
    for parent in sorted(found.old[key].parents & found.old.keys()):
        yield parent
        yield from _parents(found, parent)


def _can_be_aside(found: Difference, key: Key) -> bool:
    """A table has no room for a part, as its primary key, and that one's successor."""
    one = found.old[key]
    return bool(one.set_aside()) and (key not in found.made or one.on is None)


def _name_givers(found: Difference, knot: frozenset[Action]) -> set[Action]:
    """What would make names free that are wanted before it can be dropped."""
    return {
        Action("set aside", action.key)
        for action in knot
        if action.verb == "drop" and _can_be_aside(found, action.key)
    } - {Action("set aside", key) for key in found.aside}
