"""Environments: their settings, with those of what they extend."""

from __future__ import annotations

from collections.abc import Mapping

from confiture.lang import tree
from confiture.lang.maskings import parent, text
from confiture.lang.scope import Here, Scope, complain_of_cycles, declared, in_order, said
from confiture.lang.settings import Setting, Settings, read
from confiture.lang.vocabulary import ENVIRONMENT, WAYS_TO_CONNECT
from confiture.model.declarations import Environment


def check_environments(scope: Scope) -> None:
    """Every environment into the scope, what it extends applied."""
    found = declared(scope, tree.Environment)
    parents = {name: parent(here, node) for name, (here, node) in found.items()}
    order, cycles = in_order({name: [p] if p else [] for name, p in parents.items()})
    complain_of_cycles(scope, "extends-cycle", "extends", cycles, tree.Environment)
    merged: dict[str, Settings] = {}
    for name in order:
        here, node = found[name]
        own = read(here, node.settings, ENVIRONMENT)
        inherited = _still_apply(merged.get(parents[name] or "", {}), own)
        settings = merged[name] = {**inherited, **own}
        _complain_of_conflicts(here, own, settings)
        scope.environments[name] = Environment(
            name=name,
            doc=text(here, node.doc),
            settings={key: setting.value for key, setting in settings.items()},
            spans={key: setting.span for key, setting in settings.items()},
            span=here.span(node),
        )


def _still_apply(inherited: Settings, own: Mapping[str, Setting]) -> Settings:
    """What is left of inherited settings once `own` says where the database is."""
    gone = {other for way in own for other in WAYS_TO_CONNECT.get(way, ())}
    return {name: setting for name, setting in inherited.items() if name not in gone}


def _complain_of_conflicts(here: Here, own: Settings, settings: Settings) -> None:
    """One complaint for each pair of settings that exclude each other."""
    names = list(settings)
    for position, first in enumerate(names):
        for second in names[position + 1 :]:
            excluded = second in WAYS_TO_CONNECT.get(first, ()) or first in WAYS_TO_CONNECT.get(
                second, ()
            )
            if excluded and (first in own or second in own):
                later = second if second in own else first
                other = first if later == second else second
                place = own[later].node
                message = f"{said(later)} cannot stand beside {said(other)}"
                here.complain(
                    "setting-conflict",
                    message,
                    place,
                    "an environment has one of: url, service, host with its parts, embedded",
                )
