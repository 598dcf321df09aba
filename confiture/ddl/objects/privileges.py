"""GRANT and REVOKE from one state to another, on objects and as default privileges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from confiture.ddl.objects.abc import Access, Grant

_Levels: TypeAlias = dict[tuple[str, str], int]
"""Of a role and a privilege: 0 not held, 1 held, 2 held with the right to pass it on."""


def privileges(old: Access, new: Access, name: Callable[[str], str]) -> Iterator[str]:
    """`name` says a privilege as both statements do: `select on table app.users`."""
    usual = _levels(old.revoked) | _levels(new.revoked)
    before, after = (_levels(one.granted) for one in (old, new))
    lost = [{(g.grantee, g.privilege): 0 for g in one.revoked} for one in (old, new)]
    held, wanted = usual | lost[0] | before, usual | lost[1] | after
    keys = sorted(held.keys() | wanted.keys())
    steps = [(key, held.get(key, 0), wanted.get(key, 0)) for key in keys]
    for (role, privilege), has, gets in steps:
        if has > gets:
            option = "grant option for " if gets else ""
            yield f"revoke {option}{name(privilege)} from {role}"
    for (role, privilege), has, gets in steps:
        if has < gets:
            option = " with grant option" if gets > 1 else ""
            yield f"grant {name(privilege)} to {role}{option}"


def _levels(grants: tuple[Grant, ...]) -> _Levels:
    found: _Levels = {}
    for grant in grants:
        key = (grant.grantee, grant.privilege)
        found[key] = max(found.get(key, 0), 1 + grant.grantable)
    return found


def handed_over(access: Access, giver: str, taker: str) -> Access:
    """What remains of an owner's access when the object has another owner, as PostgreSQL does it:
    the new one has all that either had."""
    if giver == taker:
        return access
    had = {grant.privilege for grant in access.granted if grant.grantee == taker}
    revoked = {_to(grant, giver, taker) for grant in access.revoked}
    revoked = {g for g in revoked if not (g.grantee == taker and g.privilege in had)}
    granted = {_to(grant, giver, taker) for grant in access.granted}
    granted = {g for g in granted if g.grantee != taker or g.grantable}
    revoked |= {Grant(taker, g.privilege) for g in granted if g.grantee == taker}
    return Access(tuple(sorted(granted)), tuple(sorted(revoked)))


def _to(grant: Grant, giver: str, taker: str) -> Grant:
    return Grant(taker, grant.privilege, grant.grantable) if grant.grantee == giver else grant
