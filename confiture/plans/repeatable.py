"""What repeatable files make: it is theirs alone, and no numbered migration makes or alters it.

A change may need such an object out of the way. The migration drops it then, where it is there, and
a comment in it says that the repeatable files run again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from confiture.ddl.objects import Catalog, Key, Object
from confiture.errors import Diagnostic, RecipeError
from confiture.plans.changes import compare
from confiture.plans.diff import Diff
from confiture.plans.script import Statement, statements

BY_HAND = "write this migration yourself: confiture migrate generate --empty"


@dataclass(frozen=True)
class Theirs:
    """Objects that are there after repeatable files and not before; `unmodelled` are the names of
    those that no kind models."""

    keys: frozenset[Key] = frozenset()
    unmodelled: frozenset[str] = frozenset()

    def __or__(self, other: Theirs) -> Theirs:
        return Theirs(self.keys | other.keys, self.unmodelled | other.unmodelled)

    def left_out(self, catalog: Catalog) -> Catalog:
        """The rest of a catalog. Raises RecipeError where that needs something of theirs."""
        rest = {
            key: one for key, one in catalog.items()
            if key not in self.keys and one.made_with not in self.keys
        }  # fmt: skip
        faults = [
            _needing(one, catalog, self.keys) for one in rest.values() if one.needs & self.keys
        ]
        if faults:
            raise RecipeError(*faults)
        unmodelled = tuple(name for name in catalog.unmodelled if name not in self.unmodelled)
        return replace(catalog, objects=rest, unmodelled=unmodelled)


def theirs(before: Catalog, after: Catalog) -> Theirs:
    """What repeatable files made between two states of a database."""
    return Theirs(
        frozenset(after.keys() - before.keys()),
        frozenset(after.unmodelled) - frozenset(before.unmodelled),
    )


@dataclass(frozen=True)
class OutOfTheWay:
    """What a migration drops of theirs, and whether they have to make it again."""

    drops: tuple[Statement, ...] = ()
    again: bool = False


def out_of_the_way(old: Catalog, new: Catalog, of_old: Theirs, of_new: Theirs) -> OutOfTheWay:
    """What of theirs does not survive from one state of a database to another; both are states
    after repeatable files.

    A constraint and its like, which no DROP of their own drops, are left to PostgreSQL. Raises
    RecipeError for objects that hold rows.
    """
    found = compare(old, new)
    keys = of_old.keys | of_new.keys
    changed = keys & (found.gone | found.made | found.altered.keys())
    dropped = [
        one for one in statements(found)
        if one.action.verb == "drop" and one.action.key in of_old.keys
    ]  # fmt: skip
    faults = [_lasting(one.action.key) for one in dropped if old[one.action.key].holds_values]
    if faults:
        raise RecipeError(*faults)
    drops = tuple(
        replace(one, sql=_if_exists(one, old), group=1) for one in dropped if _is_plain(one, old)
    )
    return OutOfTheWay(drops, again=bool(changed))


def led_by_drops(found: Diff, way: OutOfTheWay) -> Diff:
    """A difference whose first transaction drops what is in its way."""
    if not way.drops:
        return found
    is_shared = bool(found.statements) and found.statements[0].pace in ("quick", "slow")
    shift = 0 if is_shared else 1
    rest = (replace(one, group=one.group + shift) for one in found.statements)
    names = ", ".join(str(one.action.key) for one in way.drops)
    note = f"{names}: dropped, and made again by the repeatable files, which run again"
    return replace(found, statements=(*way.drops, *rest), notes=(*found.notes, note))


def _is_plain(statement: Statement, catalog: Catalog) -> bool:
    return statement.sql == f"drop {catalog[statement.action.key].designation}"


def _if_exists(statement: Statement, catalog: Catalog) -> str:
    one = catalog[statement.action.key]
    return re.sub(f"^drop {one.word} ", f"drop {one.word} if exists ", statement.sql)


def _needing(one: Object, catalog: Catalog, keys: frozenset[Key]) -> Diagnostic:
    needs = {catalog[key].made_with or key if key in catalog else key for key in one.needs & keys}
    names = ", ".join(map(str, sorted(needs)))
    return Diagnostic(
        "needs-repeatable",
        f"{one.key} needs {names}, made by a repeatable file, which runs after this migration",
        hint="let the repeatable file make both, or a numbered migration",
    )


def _lasting(key: Key) -> Diagnostic:
    return Diagnostic(
        "in-the-way",
        f"{key}, which a repeatable file makes, is in the way, and holds rows",
        hint=f"let a numbered migration make it; or {BY_HAND}",
    )
