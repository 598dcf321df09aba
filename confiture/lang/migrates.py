"""`migrate ENV …`: by files, to what DDL files describe, or by its own steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from lark import Token

from confiture.errors import did_you_mean
from confiture.lang import islands, tree
from confiture.lang.maskings import pattern, text
from confiture.lang.scope import Here, in_order, said
from confiture.lang.settings import Settings, read, without_parameters
from confiture.lang.sources import path, paths, sources
from confiture.lang.targets import environment
from confiture.lang.values import duration
from confiture.lang.vocabulary import MIGRATE, OF_FILES, PATIENCE
from confiture.model.names import quote
from confiture.model.patience import Patience
from confiture.model.recipe import Action, Backfill, Migrate, Stage, StageRun, StageVerify, Undo

_MILLISECOND = timedelta(milliseconds=1)


def migrate(here: Here, node: tree.Migrate) -> Migrate | None:
    target = environment(here, node.environment)
    body = node.stages or ()
    settings = read(here, [one for one in body if isinstance(one, tree.Setting)], MIGRATE)
    patience = _patience(here, settings)
    stages = _stages(here, [one for one in body if isinstance(one, tree.Stage)])
    schema = paths(here, node.schema or [])
    has_steps = bool(stages) or _may_have_steps(here, node)
    folders = () if node.schema is not None or has_steps else sources(here, node, "migrations")
    if not _is_one_form(here, node, settings):
        return None
    plain: dict[str, Any] = without_parameters(here, settings)
    if target is None or folders is None or schema is None:
        return None
    return Migrate(
        environment=target,
        sources=folders,
        schema=schema,
        stages=stages,
        patience=patience,
        span=here.span(node),
        **{name: value for name, value in plain.items() if name not in PATIENCE},
    )


def _may_have_steps(here: Here, node: tree.Migrate) -> bool:
    """Whether it was to have some, though none could be read."""
    unread = node.stages is not None and "step" in here.scope.unread
    return unread or any(isinstance(one, tree.Stage) for one in node.stages or ())


def _is_one_form(here: Here, node: tree.Migrate, settings: Settings) -> bool:
    """Whether files, a schema and steps are kept apart; complains where they are not."""
    steps = next((one for one in node.stages or () if isinstance(one, tree.Stage)), None)
    ways = {"from": node.from_, "to": node.to_, "step": steps and steps.keyword}
    said_ways = [(word, token) for word, token in ways.items() if token is not None]
    if len(said_ways) > 1:
        message = "`migrate` goes by the files of `from`, or to those of `to`, or by its own steps"
        hint = "write a `migrate` for each, in the order in which they are to run"
        here.complain("mixed-migrate", message, said_ways[1][1], hint)
        return False
    for name in OF_FILES if steps else ():
        if name in settings:
            message = f"{said(name)} means nothing to a `migrate` with steps"
            here.complain("misplaced-setting", message, settings[name].node.name, "leave it out")
    return True


def _patience(here: Here, settings: Settings) -> Patience:
    """What the settings say, in milliseconds; the rest as everywhere."""
    said_times = {
        name: round(setting.value / _MILLISECOND)
        for name in PATIENCE
        if (setting := settings.get(name)) and isinstance(setting.value, timedelta)
    }
    usual = Patience()
    lock_timeout = said_times.get("lock_timeout", usual.lock_timeout)
    stall = said_times.setdefault("stall", max(usual.stall, lock_timeout))
    if lock_timeout < 1:
        node = settings["lock_timeout"].node
        here.complain("out-of-range", "'lock_timeout' must be at least 1 ms", node.value)
    elif lock_timeout > stall:
        node = settings["stall"].node
        message = f"'stall' must be at least the 'lock_timeout' of {lock_timeout} ms"
        here.complain("out-of-range", message, node.value, "else no lock is ever queued for")
    else:
        return Patience(**said_times)
    return usual


# ------------------------------------------------------------------ steps


def _stages(here: Here, nodes: Sequence[tree.Stage]) -> tuple[Stage, ...]:
    """The steps that are right, in the order in which they run."""
    named: dict[str, tree.Stage] = {}
    for node in nodes:
        if node.name in named:
            place = here.span(named[node.name].name)
            message = f"{said(node.name)} names a step of this `migrate` already"
            here.complain("duplicate-name", message, node.name, f"the first is at {place}")
        elif node.name:  # its sentence could be read
            named[str(node.name)] = node
    found = {str(node.name): _stage(here, node) for node in nodes}
    return tuple(found[name] for name in _order(here, nodes, named))


def _order(
    here: Here, nodes: Sequence[tree.Stage], named: Mapping[str, tree.Stage]
) -> tuple[str, ...]:
    """Each step after those that it names, or else after the one above; otherwise as written."""
    after: dict[str, list[str]] = {}
    above: list[str] = []
    for node in nodes:
        before = above if node.after is None else _known(here, node.after, named)
        if node is named.get(node.name):
            after[str(node.name)] = before
            above = [str(node.name)]
    order, cycles = in_order(after)
    for cycle in cycles:
        message = f"step {said(cycle[0])} runs after itself"
        here.complain("after-cycle", message, named[cycle[0]].name, " → ".join(cycle))
    return tuple(order)


def _known(here: Here, names: Sequence[Token], named: Mapping[str, tree.Stage]) -> list[str]:
    for name in names:
        if name not in named and not here.maybe_declared(name):
            hint = did_you_mean(name, named) or "known are " + ", ".join(named)
            here.complain("unknown-step", f"no step {said(name)} in this `migrate`", name, hint)
    return [str(name) for name in names if name in named]


def _stage(here: Here, node: tree.Stage) -> Stage:
    actions = [_ACTIONS[type(one)](here, one) for one in node.actions if type(one) in _ACTIONS]
    found = tuple(action for action in actions if action is not None)
    backs = [one for one in node.actions if isinstance(one, _BACKS)]
    for extra in backs[1:]:
        message = f"step {said(node.name)} says twice how it is undone"
        hint = "keep one `undo` or `irreversible`; an `undo` may hold several statements"
        here.complain("duplicate-undo", message, extra, hint)
    _complain_of_nothing(here, node, backs)
    irreversible = next((one for one in backs if isinstance(one, tree.Irreversible)), None)
    undo = next((one for one in backs if not isinstance(one, tree.Irreversible)), None)
    return Stage(
        name=str(node.name),
        doc=text(here, node.doc),
        actions=found,
        undo=_undo(here, undo) if undo is not None else None,
        irreversible=text(here, irreversible.reason) if irreversible else None,
        span=here.span(node),
    )


def _complain_of_nothing(here: Here, node: tree.Stage, backs: Sequence[tree.Action]) -> None:
    if here.scope.unread:  # what cannot be read may have been it
        return
    if not node.actions:
        message, hint = f"step {said(node.name)} does nothing", "write `run $$ … $$`"
        here.complain("empty-step", message, node.name, hint)
    elif backs and not any(isinstance(one, _WORKS) for one in node.actions):
        message = f"step {said(node.name)} does nothing that could be undone"
        here.complain("empty-step", message, backs[0], "leave it out")


def _run(here: Here, node: tree.StageRun) -> StageRun | None:
    sql = islands.script(here, node.sql)
    if sql is None:
        return None
    within = duration(here, node.within)
    return StageRun(sql=sql, file=None, within=within, span=here.span(node))


def _file(here: Here, node: tree.StageFile) -> StageRun | None:
    file = path(here, node.file)
    if file is None:
        return None
    within = duration(here, node.within)
    return StageRun(sql=None, file=file, within=within, span=here.span(node))


def _backfill(here: Here, node: tree.Backfill) -> Backfill | None:
    table = pattern(here, node.table)
    if table is None:
        return None
    if any("*" in part for part in table.parts):
        message = f"a backfill changes one table, and {said(node.table)} may be many"
        here.complain("bad-backfill", message, node.table, "write a `backfill` for each")
        return None
    sql = islands.update(here, ".".join(map(quote, table.parts)), node.set, node.where)
    return Backfill(sql=sql, span=here.span(node)) if sql is not None else None


def _verify(here: Here, node: tree.StageVerify) -> StageVerify | None:
    sql, message = islands.query(here, node.sql), text(here, node.message)
    if sql is None:
        return None
    return StageVerify(sql=sql, message=message, span=here.span(node))


def _undo(here: Here, node: tree.Action) -> Undo | None:
    sql = islands.script(here, node.sql) if isinstance(node, tree.Undo) else None
    file = path(here, node.file) if isinstance(node, tree.UndoFile) else None
    if sql is None and file is None:
        return None
    return Undo(sql=sql, file=file, span=here.span(node))


_WORKS = (tree.StageRun, tree.StageFile, tree.Backfill)
_BACKS = (tree.Undo, tree.UndoFile, tree.Irreversible)
_ACTIONS: Mapping[type, Callable[[Here, Any], Action | None]] = {
    tree.StageRun: _run,
    tree.StageFile: _file,
    tree.Backfill: _backfill,
    tree.StageVerify: _verify,
}
