"""What differs between two catalogs: which objects go, come, and are altered.

Nothing here knows a kind of object: kinds say how they are made, altered and dropped, and pg_depend
says what needs what. `plans.actions` knows in which order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field, replace

from confiture.ddl.objects import Alteration, Catalog, Key, Object, Sides


@dataclass
class Difference:
    """Which objects change, and how. `gone` and `made` share those that are replaced.

    An object that is altered without statements changes only in owner, comment or privileges.
    """

    old: Catalog
    new: Catalog
    gone: set[Key] = field(default_factory=set)
    made: set[Key] = field(default_factory=set)
    altered: dict[Key, Alteration] = field(default_factory=dict)
    aside: set[Key] = field(default_factory=set)
    online: bool = False


def compare(old: Catalog, new: Catalog, *, online: bool = False) -> Difference:
    """What has to be dropped, altered and made to get from one catalog to the other; `online`,
    so that tables that stay can be used meanwhile. The statements are for the old side's server."""
    beside = {key: one.beside(old) for key, one in new.items()}
    new = replace(new, objects=beside, version=old.version)
    found = Difference(old, new, set(old.keys() - new.keys()), set(new.keys() - old.keys()))
    found.online = online
    _change(found, old.keys() & new.keys())
    found.old = old.freed(found.gone)
    _change(found, {key for key in new.keys() & old.keys() if found.old[key] is not old[key]})
    _spread(found)
    _say_again(found)
    _set_aside(found)
    if online:
        found.aside |= {key for key in found.gone & found.made if _gives_way(found, key)}
    folded = frozenset(key for key in found.made if _folds(found, key))
    found.new = replace(found.new, folded=folded)
    return found


def _change(found: Difference, keys: Set[Key]) -> None:
    """Note how objects that both sides have are altered, or that they are replaced.

    What no statement can change, as the name of a NOT NULL that a partition has from its parent,
    is no difference.
    """
    for key in sorted(keys - found.gone):
        found.altered.pop(key, None)
        if found.old[key] == found.new[key]:
            continue
        alteration = _alteration(found.old[key], found.new[key], found.new)
        if alteration is None:
            found.gone.add(key)
            found.made.add(key)
        elif (
            alteration.statements or alteration.disturbs
            or _is_dressed_anew(found.old[key], found.new[key])
        ):  # fmt: skip
            found.altered[key] = alteration


def _is_dressed_anew(old: Object, new: Object) -> bool:
    return (old.owner, old.comment, old.access) != (new.owner, new.comment, new.access)


def _alteration(old: Object, new: Object, catalog: Catalog) -> Alteration | None:
    like_new = replace(old, owner=new.owner, comment=new.comment, access=new.access, sql=new.sql)
    if like_new == new:
        return Alteration(())
    return old.alter(new, catalog)


def _spread(found: Difference) -> None:
    """What needs something that goes or is disturbed, and stays as it is, is replaced."""
    dependents = _dependents(found.old)
    queue = [*found.gone, *(key for key, one in found.altered.items() if one.disturbs)]
    while queue:
        cause = queue.pop()
        for key in sorted(dependents[cause]):
            if key in found.gone or not _is_shaken(found, key, cause):
                continue
            following = _following(found, key, cause)
            if following is not None:
                found.altered[key] = following
                found.aside.add(cause)
                queue.append(key)
                continue
            found.altered.pop(key, None)
            found.gone.add(key)
            found.made.add(key)
            queue.append(key)


def _say_again(found: Difference) -> None:
    """What is `forgotten` with an alteration of what it needs."""
    altered = {key for key, one in found.altered.items() if one.statements}
    disturbed = {key for key in altered if found.altered[key].disturbs}
    rebuilt = {key for key, one in found.old.items() if one.needs & disturbed}
    stays = found.new.keys() - found.gone
    for key, one in found.old.items():
        if one.forgotten and key in stays and one.needs & (altered | rebuilt):
            found.altered[key] = Alteration(found.new[key].create(found.new, found.made))


def _is_shaken(found: Difference, key: Key, cause: Key) -> bool:
    """Whether an object that stays cannot do so while `cause` goes, or is disturbed."""
    old, new = found.old[key], found.new[key]
    if cause in found.gone:
        # It may be altered first, so that it no longer needs what goes; but a view does not go over
        # to another type of the same name.
        if found.old[cause].needs & found.gone & found.made and not old.holds_values:
            return True
        return cause in old.goes_with or cause in new.needs or key not in found.altered
    return not old.bears(cause)


def _set_aside(found: Difference) -> None:
    """What is replaced, and needed by what is set aside, cannot go before that either."""
    queue = [*found.aside]
    while queue:
        for need in found.old[queue.pop()].needs & found.gone & found.made - found.aside:
            if found.old[need].set_aside():
                found.aside.add(need)
                queue.append(need)


def _gives_way(found: Difference, key: Key) -> bool:
    """Whether an object can serve on under another name while its successor is made: all that
    both need stays."""
    old, new = found.old[key], found.new[key]
    return old.gives_way and new.gives_way and not (old.needs | new.needs) & found.gone


def _following(found: Difference, key: Key, cause: Key) -> Alteration | None:
    """How an object that stays goes over from `cause` to its successor, if it can."""
    old, new = found.old[key], found.new[key]
    if cause not in found.gone & found.made or cause not in new.needs:
        return None
    if not found.old[cause].set_aside():
        return None
    sides = Sides(found.old, found.new)
    return old.follow(new, found.old[cause], found.new[cause], sides)


def _dependents(catalog: Catalog) -> defaultdict[Key, set[Key]]:
    found: defaultdict[Key, set[Key]] = defaultdict(set)
    for key, one in catalog.items():
        for need in one.needs:
            found[need].add(key)
    return found


def _folds(found: Difference, key: Key) -> bool:
    """Whether the statement of what a new object goes with can make it too."""
    one = found.new[key]
    hosts = one.goes_with & found.made
    if one.clause is None or not hosts:
        return False
    wholes = hosts | {whole for host in hosts if (whole := found.new[host].made_with)}
    return not any(_waits_for(found, need, wholes) for need in one.needs - wholes)


def _waits_for(found: Difference, key: Key, others: Set[Key]) -> bool:
    """Whether an object that is made needs one of some others, directly or not."""
    seen: set[Key] = set()
    queue = [key]
    while queue:
        one = queue.pop()
        if one in others:
            return True
        if one in found.made and one not in seen:
            seen.add(one)
            queue.extend(found.new[one].needs)
    return False
