"""The statements that lead from one catalog to another, and which of them share a transaction.

Online, each waits for no more than a moment on a table that was there before: what reads or writes
whole tables takes locks that let others work, in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from confiture.ddl.objects import Access, Key, Object, Pace, Phase, Sides
from confiture.ddl.objects.default_privileges import initial_access
from confiture.ddl.objects.privileges import handed_over, privileges
from confiture.model.effects import Effect
from confiture.plans.actions import Action, in_order
from confiture.plans.changes import Difference
from confiture.plans.order import ordered
from confiture.plans.risk import Risk, risk


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL without a semicolon, and what it is for.

    Statements of one `group`, from 1, share a transaction; one whose `pace` is `apart` or
    `backfill` has none. `hazards` are `data-loss`, or nothing. `effect` is what was seen of it on
    a scratch copy, where that was asked.
    """

    action: Action
    sql: str
    group: int
    pace: Pace = "quick"
    hazards: tuple[str, ...] = ()
    effect: Effect | None = None

    @property
    def risk(self) -> Risk:
        return risk(
            self.effect,
            loses="data-loss" in self.hazards,
            changes_rows=self.pace == "backfill",
            adds=self.action.verb == "create",
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A phase of an action; what comes after one that `commits` is of another transaction."""

    action: Action
    phase: Phase
    commits: bool = False


def statements(found: Difference) -> tuple[Statement, ...]:
    """The statements of a difference, in an order that works."""
    return tuple(
        Statement(piece.action, sql, number, piece.phase.pace, _hazards(found, piece.action, sql))
        for number, group in enumerate(_groups(_scheduled(found)), 1)
        for piece in (*_settings(found, group), *group)
        for sql in piece.phase.statements
    )


def _scheduled(found: Difference) -> Iterator[_Piece]:
    """Whatever is quick comes as early as it can, so that few transactions do and what is dropped
    is back before anything slow begins; labels that have to be committed come before all."""
    actions, edges = in_order(found)
    pieces = {action: _pieces(found, action) for action in actions}
    nodes = [(action, n) for action in actions for n in range(len(pieces[action]))]
    inner = [((action, n), (action, n + 1)) for action, n in nodes if n + 1 < len(pieces[action])]
    outer = [
        ((first, 0 if _is_early(found, first, second) else len(pieces[first]) - 1), (second, 0))
        for first, second in edges
        if first != second
    ]
    place = {action: number for number, action in enumerate(actions)}

    def urgency(node: tuple[Action, int]) -> tuple[bool, bool, int, int]:
        piece = pieces[node[0]][node[1]]
        return (not piece.commits, piece.phase.pace != "quick", place[node[0]], node[1])

    for action, n in ordered(nodes, [*inner, *outer], urgency):
        yield pieces[action][n]


def _is_early(found: Difference, first: Action, second: Action) -> bool:
    """Whether a view waits for no more of a new column than that it is there."""
    return (
        (first.verb, second.verb) == ("create", "create")
        and found.new[first.key].holds_values
        and not found.new[second.key].reads_rows
    )


BACKFILL = "-- confiture: backfill"
"""Stands above an UPDATE that may be done in parts."""
LOSES = "-- data-loss"
"""Stands above a statement that loses rows or values."""


def as_script(statements: Iterable[Statement]) -> str:
    """SQL that psql runs too: transactions of several statements have their BEGIN and COMMIT. A
    comment stands above a statement that loses rows or values."""
    groups = [list(group) for _, group in groupby(statements, key=lambda one: one.group)]
    if sum(map(len, groups)) == 1 and groups[0][0].pace != "backfill":
        return _line(groups[0][0])
    return "\n".join(_block(group) for group in groups)


def _block(group: list[Statement]) -> str:
    text = "".join(map(_line, group))
    if group[0].pace == "backfill":
        return f"{BACKFILL}\n{text}"
    return text if group[0].pace == "apart" else f"begin;\n{text}commit;\n"


def _line(statement: Statement) -> str:
    return "".join((*(f"-- {hazard}\n" for hazard in statement.hazards), f"{statement.sql};\n"))


def _hazards(found: Difference, action: Action, sql: str) -> tuple[str, ...]:
    return ("data-loss",) if _loses(found, action, sql) else ()


def _loses(found: Difference, action: Action, sql: str) -> bool:
    if action.verb == "drop":
        return found.old[action.key].holds_values
    if action.verb != "alter" or sql not in found.altered[action.key].converting:
        return False
    old, new = found.old[action.key], found.new[action.key]
    return old.loses(new, Sides(found.old, found.new))


def _groups(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if not piece.phase.statements:
            continue
        if group and (piece.phase.pace != "quick" or _closes(group[-1], piece)):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _closes(piece: _Piece, following: _Piece) -> bool:
    return (piece.commits and not following.commits) or piece.phase.pace != "quick"


def _settings(found: Difference, group: list[_Piece]) -> Iterator[_Piece]:
    """What the session has to be told first, each thing once in a transaction."""
    told = {
        sql: piece.action
        for piece in reversed(group)
        if piece.action.verb in ("alter", "create")
        for sql in found.new[piece.action.key].session_settings
    }
    for sql, action in told.items():
        yield _Piece(action, Phase((sql,), group[0].phase.pace))


def _pieces(found: Difference, action: Action) -> tuple[_Piece, ...]:
    """At least one, be it empty."""
    dress = Phase(tuple(_dressed(found, action)))
    phases = _online(found, action) if found.online else _plain(found, action)
    if phases[-1].pace == "quick":
        phases = (*phases[:-1], Phase((*phases[-1].statements, *dress.statements)))
    else:
        phases = (*phases, dress)
    commits = action.verb == "alter" and found.altered[action.key].commits
    return tuple(_Piece(action, phase, commits) for phase in phases)


def _plain(found: Difference, action: Action) -> tuple[Phase, ...]:
    key = action.key
    if action.verb == "set aside":
        return (Phase(found.old[key].set_aside()),)
    if action.verb == "drop":
        return (Phase(_dropped(found, action).drop()),)
    if action.verb == "alter":
        return (Phase(found.altered[key].statements),)
    return (Phase(found.new[key].create(found.new, found.made)),)


def _online(found: Difference, action: Action) -> tuple[Phase, ...]:
    if action.verb == "drop" and not _dropped(found, action).needs & found.gone:
        return _dropped(found, action).drop_online()
    if action.verb == "alter" and not _is_in_use(found, action.key):
        return found.altered[action.key].phases
    if action.verb == "create":
        return found.new[action.key].create_online(found.new, found.made)
    return _plain(found, action)


def _is_in_use(found: Difference, key: Key) -> bool:
    """Whether something is dropped while an object is altered, and wanted back at once."""
    replaced = found.gone & found.made
    return found.altered[key].disturbs and any(key in found.old[one].needs for one in replaced)


def _dropped(found: Difference, action: Action) -> Object:
    one = found.old[action.key]
    return one.aside if action.key in found.aside else one


def _dressed(found: Difference, action: Action) -> Iterator[str]:
    """Owners, comments and privileges of what an action makes or alters."""
    if action.verb == "alter":
        old, new = found.old[action.key], found.new[action.key]
        yield from _dress(old, new, old.access)
        yield from _kept(found, action.key)
    elif action.verb == "create":
        new = found.new[action.key]
        parts = found.new.parts(action.key)
        wholes = (action.key, *(part.key for part in parts))
        folded = {k for whole in wholes for k in found.new.within(whole)}
        for one in (new, *parts, *(found.new[k] for k in sorted(folded))):
            yield from _dress(None, one, initial_access(one, found.old, found.gone))


def _kept(found: Difference, key: Key) -> Iterator[str]:
    """What columns grant still: it has another owner with their table, and is gone with the same
    privilege of the table, or the right to pass that on."""
    old, new = found.old[key], found.new[key]
    now = {(grant.grantee, grant.privilege): grant for grant in new.access.granted}
    lost = {
        (one.grantee, one.privilege)
        for one in old.access.granted
        if now.get((one.grantee, one.privilege)) != one
    }
    owner, taker = old.owner or "current_user", new.owner or "current_user"
    for part in found.new.parts(key):
        before = found.old[part.key].access.granted if part.key in found.old else ()
        kept = tuple(one for one in before if (one.grantee, one.privilege) not in lost)
        held = tuple(replace(g, grantee=taker) if g.grantee == owner else g for g in kept)
        if held != before:
            yield from privileges(Access(held), part.access, part.privilege)


def _dress(old: Object | None, new: Object, held: Access) -> Iterator[str]:
    """Owner, comment and privileges, from those of `old` or from none; `held` are the privileges
    that are there so far."""
    before = old.owner if old else None
    if before != new.owner:
        yield new.owner_statement(new.owner or "current_user")
        held = handed_over(held, before or "current_user", new.owner or "current_user")
    if (old.comment if old else None) != new.comment:
        yield new.comment_statement(new.comment)
    yield from privileges(held, new.access, new.privilege)
